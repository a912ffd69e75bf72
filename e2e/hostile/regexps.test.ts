/**
 * No regular expression that meets a stranger's text takes more than linear time over it. All in the runtime sources are found, pumped
 * with what they are made of, and measured at growing sizes: the ratio counts, never the time, so a slow machine changes nothing.
 */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import ts from 'typescript';
import { runtimeSources, visit } from './sources.ts';

/** Grow faster, and meet no stranger: what bounds their text. */
const BOUNDED: Readonly<Record<string, string>> = {
  '/\\/+$/': 'the end of an address that the operator types',
  '/\\B(?=(\\d{3})+$)/g': 'the digits of a number of ours: sixteen at most',
  '/\\{([^}]*)\\}/g': 'a path of an API, or a text, of our own',
};

interface Found {
  readonly expression: RegExp;
  readonly where: string;
}

function literals(): readonly Found[] {
  const found = new Map<string, Found>();
  const add = (text: string, expression: RegExp, where: string): void => {
    if (!found.has(text)) found.set(text, { expression, where });
  };
  for (const path of runtimeSources) {
    visit(path, (node, where) => {
      if (ts.isRegularExpressionLiteral(node)) add(node.text, expressionOf(node.text), where());
      // Of schemas, which bodies are held against.
      if (
        ts.isPropertyAssignment(node) &&
        node.name.getText() === 'pattern' &&
        ts.isStringLiteral(node.initializer)
      ) {
        add(`/${node.initializer.text}/u`, new RegExp(node.initializer.text, 'u'), where());
      }
    });
  }
  return [...found.values()];
}

function expressionOf(literal: string): RegExp {
  const end = literal.lastIndexOf('/');
  return new RegExp(literal.slice(1, end), literal.slice(end + 1));
}

/** Texts made of the expression's own characters, and of one of each class: what a match could begin with and then fail on. */
function pumpsOf({ source }: RegExp): readonly string[] {
  const plain = source.replaceAll(/\\[A-Za-z]/g, '').match(/[ -~]/g) ?? [];
  const samples = [
    ...new Set([
      ...plain.filter((one) => !'()[]{}^$*+?|\\'.includes(one)),
      ' ',
      '0',
      'a',
      'A',
      '-',
      '.',
    ]),
  ].slice(0, 24);
  const pairs = samples.flatMap((one) => samples.slice(0, 8).map((other) => one + other));
  const words = source.match(/[A-Za-z]{3,}/g) ?? [];
  return [...new Set([...samples, ...pairs, ...words])];
}

/** What may stand before it: the expression's own fixed beginning. */
function headsOf({ source }: RegExp): readonly string[] {
  const fixed =
    /^\^?((?:[A-Za-z0-9 :"'<>=;,_-]|\\[./\\-])*)/.exec(source)?.[1]?.replaceAll('\\', '') ?? '';
  return fixed === '' ? [''] : ['', fixed];
}

const SMALL = [24, 256];
const [LARGE, LARGER] = [2_048, 8_192];
/** Over the small sizes a linear one takes microseconds, and one that takes this is exponential, or as good as. */
const HOPELESS_MS = 40;
/** A linear one takes a tenth of it over 2 048 characters; with less there is nothing to look at more closely. */
const SUSPECT_MS = 0.1;
/** For four times the text: linear is 4, quadratic 16. */
const RATIO_MAX = 9;
const ROUNDS = 3;

function timeOf(expression: RegExp, text: string): number {
  expression.lastIndex = 0;
  const beganMs = performance.now();
  if (expression.global) text.replaceAll(expression, '');
  else expression.test(text);
  return performance.now() - beganMs;
}

/** The best of a few: what else the machine does only adds. */
function bestOf(expression: RegExp, text: string): number {
  return Math.min(...Array.from({ length: ROUNDS }, () => timeOf(expression, text)));
}

function isLinearOn(expression: RegExp, textOf: (size: number) => string): boolean {
  for (const size of SMALL) {
    if (timeOf(expression, textOf(size)) < HOPELESS_MS) continue;
    if (bestOf(expression, textOf(size)) > HOPELESS_MS) return false;
  }
  const large = textOf(LARGE);
  if (timeOf(expression, large) < SUSPECT_MS) return true;
  const ms = bestOf(expression, large);
  return ms < SUSPECT_MS || bestOf(expression, textOf(LARGER)) / ms < RATIO_MAX;
}

function isLinear(expression: RegExp): boolean {
  for (const head of headsOf(expression)) {
    for (const pump of pumpsOf(expression)) {
      const textOf = (size: number): string =>
        `${head}${pump.repeat(Math.ceil(size / pump.length))}\u0000`;
      if (!isLinearOn(expression, textOf)) return false;
    }
  }
  return true;
}

/** Without an end; what repeats a bounded number of times costs a bounded number of steps a character. */
const REPEATS = /[*+]|\{\d+,\}/;

void test('the measure tells linear from quadratic and exponential', () => {
  assert.ok(isLinear(/^[a-z]+$/));
  assert.ok(!isLinear(/a+b/));
  assert.ok(!isLinear(/^(?:a[a-z]*\.?)+$/));
});

void test('every regular expression at run time is linear, or meets no stranger', (context) => {
  const all = literals().filter(({ expression }) => REPEATS.test(expression.source));
  assert.ok(all.length > 50, 'the sources were found');
  const isBounded = ({ expression }: Found): boolean => String(expression) in BOUNDED;
  assert.equal(
    all.filter(isBounded).length,
    Object.keys(BOUNDED).length,
    'each exception is in use',
  );
  const steep = all.filter((one) => !isBounded(one) && !isLinear(one.expression));
  assert.deepEqual(
    steep.map(({ expression, where }) => `${where}: ${String(expression)}`),
    [],
  );
  context.diagnostic(`cases: regular expressions measured ${String(all.length)}`);
});

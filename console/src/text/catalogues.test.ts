/** The texts: the same places for values in both languages, nothing said outside of them, nothing in them that nobody says. */

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import ts from 'typescript';

import { enUs } from './en-us.ts';
import { fill, languageAmong } from './fill.ts';
import { zhCn } from './zh-cn.ts';

const sourceFolder = join(import.meta.dirname, '..');

const sources = readdirSync(sourceFolder, { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.tsx?$/.test(path) && !/\.test\.tsx?$/.test(path))
  .filter((path) => !/(^|\/)(text|test)\//.test(path))
  .map((path) => ({ path, text: readFileSync(join(sourceFolder, path), 'utf8') }));

/** Attributes that a reader sees or hears. */
const SPOKEN = new Set([
  'aria-label',
  'aria-description',
  'aria-roledescription',
  'title',
  'placeholder',
  'alt',
  'label',
  'description',
  'okText',
  'cancelText',
  'message',
  'emptyText',
  'help',
  'sentence',
  'lead',
  'what',
]);

function placesIn(text: string): readonly string[] {
  return [...text.matchAll(/\{(\w+)/g)].map(([, name = '']) => name).sort();
}

void test('both languages have the same keys, and each text the same places for values', () => {
  assert.deepEqual(Object.keys(zhCn).sort(), Object.keys(enUs).sort());
  for (const [key, text] of Object.entries(enUs)) {
    const chinese = zhCn[key as keyof typeof enUs];
    assert.deepEqual(placesIn(chinese), placesIn(text), key);
    assert.ok(chinese.trim() !== '' && text.trim() !== '', key);
  }
});

void test('no text stands outside the catalogues', () => {
  assert.ok(sources.length > 20, 'the sources were found');
  assert.deepEqual(sources.flatMap(spokenIn), []);
});

void test('every text is said somewhere', () => {
  const all = sources.map(({ text }) => text).join('\n');
  const unsaid = Object.keys(enUs).filter((key) => {
    const prefix = `${key.slice(0, key.lastIndexOf('.') + 1)}$`;
    const stem = key.replace(/\.[^.]+$/, '.');
    return (
      !all.includes(`'${key}'`) && !all.includes(`\`${prefix}{`) && !all.includes(`\`${stem}\${`)
    );
  });
  assert.deepEqual(unsaid, []);
});

void test('numbers, nouns and languages', () => {
  assert.equal(
    fill('en-US', '{count:file|files} of {name}', { count: 1, name: 'a' }),
    '1 file of a',
  );
  assert.equal(fill('en-US', '{count:file|files}', { count: 1234 }), '1,234 files');
  assert.equal(fill('zh-CN', '{count} 个文件', { count: 1234 }), '1,234 个文件');
  assert.equal(fill('en-US', '{name}', { name: '{count}<b>' }), '{count}<b>');
  assert.equal(languageAmong(['fr', 'zh-TW', 'en']), 'zh-CN');
  assert.equal(languageAmong(['de-CH']), 'en-US');
  assert.equal(languageAmong(['en-GB', 'zh-CN']), 'en-US');
});

/** What a file says to its reader without a catalogue. */
function spokenIn({ path, text }: { readonly path: string; readonly text: string }): string[] {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const said = saidBy(node);
    if (said !== undefined) found.push(`${path}: ${said.trim()}`);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

function saidBy(node: ts.Node): string | undefined {
  if (ts.isJsxText(node)) return isWord(node.text) ? node.text : undefined;
  if (!ts.isStringLiteralLike(node)) return undefined;
  if (/\p{Script=Han}/u.test(node.text)) return node.text;
  return isWord(node.text) && isShown(node.parent) ? node.text : undefined;
}

/** Whether a literal in this place reaches the reader. */
function isShown(place: ts.Node): boolean {
  if (ts.isJsxAttribute(place)) return isSpoken(place);
  if (!ts.isJsxExpression(place)) return false;
  return !ts.isJsxAttribute(place.parent) || isSpoken(place.parent);
}

function isSpoken(attribute: ts.JsxAttribute): boolean {
  return SPOKEN.has(attribute.name.getText());
}

/** Letters: signs and digits are the same in every language. */
function isWord(text: string): boolean {
  return /\p{L}{2,}/u.test(text);
}

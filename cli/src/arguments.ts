/**
 * Arguments of one command, checked against its options. node:util's parser splits them; the checks are ours, because its own
 * messages are English only and do not say what to do.
 */

import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';

import { type Command, commonOptions, type OptionSpec } from './command.ts';
import { nearest } from './nearest.ts';
import { trouble } from './trouble.ts';

export interface Arguments {
  readonly operands: readonly string[];
  flag(name: string): boolean;
  value(name: string): string | undefined;
  values(name: string): readonly string[];
}

/**
 * Rejects with OPTION_UNKNOWN, OPTION_REPEATED, OPTION_VALUE_MISSING, OPTION_VALUE_UNEXPECTED, OPERAND_MISSING or
 * OPERAND_UNEXPECTED. Operands are not counted when help was asked for.
 */
export function parseArguments(command: Command, argv: readonly string[]): Arguments {
  const specs = [...command.options, ...commonOptions];
  const { tokens } = parseArgs({
    args: [...argv],
    options: Object.fromEntries(
      specs.map(({ name, value }) => [name, { type: value === undefined ? 'boolean' : 'string' }]),
    ),
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  const given = new Map<string, string[]>();
  const operands: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') operands.push(token.value);
    if (token.kind === 'option') {
      addOption(given, specs, { ...token, argument: argv[token.index] ?? token.rawName });
    }
  }
  if (!given.has('help')) checkOperands(command, operands);
  return {
    operands,
    flag: (name) => given.has(name),
    value: (name) => given.get(name)?.[0],
    values: (name) => given.get(name) ?? [],
  };
}

interface OptionToken {
  readonly name: string;
  readonly rawName: string;
  readonly value: string | undefined;
  readonly inlineValue: boolean | undefined;
  /** The whole argument: `-dash` is the four options -d, -a, -s and -h to the parser. */
  readonly argument: string;
}

function addOption(
  given: Map<string, string[]>,
  specs: readonly OptionSpec[],
  token: OptionToken,
): void {
  const name = token.rawName === '-h' ? 'help' : token.name;
  const spec = specs.find((candidate) => candidate.name === name);
  if (spec === undefined) throw unknownOption(token, specs);
  const earlier = given.get(name);
  if (spec.value === undefined) {
    if (token.value !== undefined) throw trouble('OPTION_VALUE_UNEXPECTED', { option: name });
    given.set(name, []);
    return;
  }
  if (earlier !== undefined && spec.repeatable !== true) {
    throw trouble('OPTION_REPEATED', { option: name });
  }
  given.set(name, [...(earlier ?? []), valueOf(spec, spec.value, token)]);
}

/** `--data --json` is a forgotten value, not a folder called `--json`; `--data=--json` says so on purpose. */
function valueOf(spec: OptionSpec, label: string, token: OptionToken): string {
  const { value, inlineValue } = token;
  const forgotten = value === undefined || (inlineValue !== true && /^-./.test(value));
  if (forgotten || value === '') {
    throw trouble('OPTION_VALUE_MISSING', { option: spec.name, label });
  }
  return value;
}

function unknownOption({ rawName, argument }: OptionToken, specs: readonly OptionSpec[]): Error {
  if (existsSync(argument)) {
    return trouble('OPTION_UNKNOWN', { option: argument, suggestion: `-- ${argument}` });
  }
  const candidates = specs.map(({ name }) => `--${name}`);
  const suggestion = nearest(rawName, candidates) ?? '--help';
  return trouble('OPTION_UNKNOWN', { option: rawName, suggestion });
}

function checkOperands(command: Command, operands: readonly string[]): void {
  const { label, min, max } = command.operands;
  if (operands.length < min) throw trouble('OPERAND_MISSING', { command: command.name, label });
  if (operands.length <= max) return;
  throw trouble('OPERAND_UNEXPECTED', { command: command.name, operand: operands[max] ?? '' });
}

/** A whole number option, or undefined when it is not given. Rejects with NUMBER_MALFORMED. */
export function numberOption(
  given: Arguments,
  name: string,
  range: { readonly min: number; readonly max: number },
): number | undefined {
  const value = given.value(name);
  if (value === undefined) return undefined;
  const number = /^\d{1,15}$/.test(value) ? Number(value) : Number.NaN;
  if (number >= range.min && number <= range.max) return number;
  throw trouble('NUMBER_MALFORMED', { option: name, value, min: range.min, max: range.max });
}

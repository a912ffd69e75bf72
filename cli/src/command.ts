/** What a command is: data for parsing and help, and a function. Its module loads nothing heavy until it runs. */

import type { Arguments } from './arguments.ts';
import type { ExitCode } from './exit-codes.ts';
import type { Style } from './terminal/style.ts';
import type { Language, Text, TextKey } from './text/text.ts';
import type { World } from './world.ts';

export interface OptionSpec {
  readonly name: string;
  /** How help writes the value, such as DIR; absent for a switch. */
  readonly value?: string;
  readonly repeatable?: boolean;
  readonly help: TextKey;
}

export interface OperandSpec {
  /** How help writes it, such as `FILE…`. */
  readonly label: string;
  readonly min: number;
  readonly max: number;
}

export interface Command {
  readonly name: string;
  readonly operands: OperandSpec;
  readonly options: readonly OptionSpec[];
  /** A paragraph for help. */
  readonly about: TextKey;
  /** The HTTP calls it makes, as help ends with them; none for a command that works alone. */
  readonly calls: readonly string[];
  run(invocation: Invocation): Promise<ExitCode>;
}

export interface Invocation {
  readonly arguments: Arguments;
  readonly world: World;
  readonly language: Language;
  readonly text: Text;
  /** For standard output. */
  readonly style: Style;
}

export const noOperands: OperandSpec = { label: '', min: 0, max: 0 };

export const dataOption: OptionSpec = { name: 'data', value: 'DIR', help: 'option.data' };
export const urlOption: OptionSpec = { name: 'url', value: 'URL', help: 'option.url' };
const keyFileOption: OptionSpec = { name: 'key-file', value: 'FILE', help: 'option.keyFile' };
/** Of every command that asks the evidence service: who asks, and where it is. */
export const serviceOptions: readonly OptionSpec[] = [keyFileOption, dataOption, urlOption];

/** Of every command that reads a ledger: where it is, and by which access key. */
export const reachingOptions: readonly OptionSpec[] = [keyFileOption, dataOption, urlOption];

/** Of every command that signs: who acts, and whether it is only shown. */
export const signingOptions: readonly OptionSpec[] = [
  { name: 'key', value: 'FILE', help: 'option.key' },
  { name: 'account', value: 'ACCOUNT', help: 'option.account' },
  { name: 'with', value: 'PARTY', repeatable: true, help: 'option.with' },
  { name: 'unopened', help: 'option.unopened' },
  { name: 'dry-run', help: 'option.dryRun' },
  ...reachingOptions,
];

/** Every command has these. */
export const commonOptions: readonly OptionSpec[] = [
  { name: 'json', help: 'option.json' },
  { name: 'curl', help: 'option.curl' },
  { name: 'help', help: 'option.help' },
];

/** Prints a result as one JSON document on standard output. */
export function printJson(world: World, value: unknown): void {
  world.out.write(`${JSON.stringify(value, null, 2)}\n`);
}

export function printLine(world: World, line = ''): void {
  world.out.write(`${line}\n`);
}

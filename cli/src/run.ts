/** From arguments to an exit code: finds the command, parses, runs, and turns any error into a sentence. */

import { parseArguments } from './arguments.ts';
import { type Command, type Invocation, printJson } from './command.ts';
import { type CommandEntry, commandTable } from './commands/table.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { commandHelp, familyHelp, overview } from './help.ts';
import { nearest } from './nearest.ts';
import { printable } from './terminal/printable.ts';
import { styleFor } from './terminal/style.ts';
import { gapAfter } from './text/punctuation.ts';
import { languageOf, type Text, textIn } from './text/text.ts';
import { exitCodeOf, explain, trouble } from './trouble.ts';
import { version } from './version.ts';
import type { World } from './world.ts';

/** Never throws: what goes wrong is printed and becomes the exit code. */
export async function run(argv: readonly string[], world: World): Promise<ExitCode> {
  const text = textIn(languageOf(world.env));
  try {
    return await dispatch(argv, world, text);
  } catch (error) {
    return reportError(error, { argv, world, text });
  }
}

async function dispatch(argv: readonly string[], world: World, text: Text): Promise<ExitCode> {
  const [first] = argv;
  if (first === undefined) {
    world.err.write(overview(commandTable, text));
    return exitCodes.usage;
  }
  if (first === '--version') {
    world.out.write(`stele ${version()}\n`);
    return exitCodes.done;
  }
  if (isHelp(first) || argv.join(' ') === 'help') {
    world.out.write(overview(commandTable, text));
    return exitCodes.done;
  }
  const words = first === 'help' ? [...argv.slice(1), '--help'] : argv;
  const call = { argv: words, world, text };
  const listed = listFamily(call);
  if (listed !== undefined) return listed;
  const entry = findCommand(words);
  const command = await entry.load();
  return runCommand(entry, command, call);
}

/** `stele trust` alone, or with --help, lists the commands that begin so; absent when something else was asked. */
function listFamily({ argv, world, text }: Call): ExitCode | undefined {
  const [word = '', next] = argv;
  const family = familyOf(word);
  if (family.length === 0 || (next !== undefined && !isHelp(next))) return undefined;
  const stream = next === undefined ? world.err : world.out;
  stream.write(familyHelp(word, family, text));
  return next === undefined ? exitCodes.usage : exitCodes.done;
}

function isHelp(word: string): boolean {
  return word === '--help' || word === '-h';
}

/** The commands of two words that begin with this one. */
function familyOf(word: string): readonly CommandEntry[] {
  return commandTable.filter(({ name }) => name.startsWith(`${word} `));
}

interface Call {
  readonly argv: readonly string[];
  readonly world: World;
  readonly text: Text;
}

async function runCommand(entry: CommandEntry, command: Command, call: Call): Promise<ExitCode> {
  const { argv, world, text } = call;
  const given = parseArguments(command, argv.slice(entry.name.split(' ').length));
  if (given.flag('help')) {
    world.out.write(commandHelp(entry, command, text));
    return exitCodes.done;
  }
  if (given.flag('curl') && command.calls.length === 0) {
    world.out.write(`# ${text('help.noCall')}\n`);
    return exitCodes.done;
  }
  const invocation: Invocation = {
    arguments: given,
    world,
    language: languageOf(world.env),
    text,
    style: styleFor(world.out.isTerminal, world.env),
  };
  return await command.run(invocation);
}

function findCommand(argv: readonly string[]): CommandEntry {
  const [first = '', second] = argv;
  const pair = `${first} ${second ?? ''}`;
  const entry = commandTable.find(({ name }) => name === pair || name === first);
  if (entry !== undefined) return entry;
  throw unknownCommand(first, second);
}

function unknownCommand(first: string, second: string | undefined): Error {
  const family = familyOf(first).map(({ name }) => name);
  const names = commandTable.map(({ name }) => name);
  const word = second === undefined || second.startsWith('-') ? first : `${first} ${second}`;
  if (family.length > 0) {
    const suggestion = nearest(word, family) ?? family.join(' | stele ');
    return trouble('COMMAND_UNKNOWN', { command: word, suggestion });
  }
  const suggestion = nearest(first, names) ?? nearest(word, names) ?? 'help';
  return trouble('COMMAND_UNKNOWN', { command: first, suggestion });
}

function reportError(error: unknown, { argv, world, text }: Call): ExitCode {
  const { code, sentence, particulars = [], action } = explain(error, text);
  const exitCode = exitCodeOf(error);
  if (argv.includes('--json')) {
    const detail = [sentence, ...particulars].reduce((all, one) => all + gapAfter(all) + one);
    printJson(world, { error: { code, detail, action: action ?? null, exitCode } });
  } else {
    const style = styleFor(world.err.isTerminal, world.env);
    const shown = code === 'INTERNAL' ? sentence : printable(sentence);
    // The code is for whoever is asked for help.
    world.err.write(
      `${style.bad('stele:')} ${shown}${gapAfter(shown)}${style.quiet(`[${code}]`)}\n`,
    );
    for (const line of particulars) world.err.write(`  ${printable(line)}\n`);
    if (action !== undefined) world.err.write(`${printable(action)}\n`);
  }
  return exitCode;
}

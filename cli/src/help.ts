/** The texts of `--help`. Each ends with the HTTP calls the command makes, so that whoever automates it knows where to go. */

import { type Command, commonOptions, type OptionSpec } from './command.ts';
import type { CommandEntry } from './commands/table.ts';
import { padTo, widthOf } from './terminal/width.ts';
import type { Text } from './text/text.ts';

export function commandHelp(entry: CommandEntry, command: Command, text: Text): string {
  const { label } = command.operands;
  const usage = ['stele', command.name, '[…]', label].filter((part) => part !== '').join(' ');
  const calls = command.calls.length === 0 ? [text('help.noCall')] : command.calls;
  return [
    `stele ${command.name}: ${text(entry.summary)}`,
    '',
    `${text('help.usage')} ${usage}`,
    '',
    text(command.about),
    '',
    text('help.options'),
    ...twoColumns([...command.options, ...commonOptions].map((option) => optionRow(option, text))),
    '',
    text('help.calls'),
    ...calls.map((call) => `  ${call}`),
    '',
  ].join('\n');
}

export function overview(entries: readonly CommandEntry[], text: Text): string {
  return [
    text('help.about'),
    '',
    `${text('help.usage')} stele COMMAND […]`,
    '',
    ...twoColumns(entries.map((entry): Row => [entry.name, text(entry.summary)])),
    '',
    text('help.exitCodes'),
    ...twoColumns(exitCodeRows(text)),
    '',
    text('help.more'),
    '',
  ].join('\n');
}

/** For the first word of commands that have two, such as `trust`. */
export function familyHelp(word: string, entries: readonly CommandEntry[], text: Text): string {
  return [
    `${text('help.usage')} stele ${word} COMMAND […]`,
    '',
    ...twoColumns(entries.map((entry): Row => [entry.name, text(entry.summary)])),
    '',
    text('help.more'),
    '',
  ].join('\n');
}

type Row = readonly [term: string, explanation: string];

function optionRow(option: OptionSpec, text: Text): Row {
  const value = option.value === undefined ? '' : ` ${option.value}`;
  return [`--${option.name}${value}`, text(option.help)];
}

function exitCodeRows(text: Text): readonly Row[] {
  return [
    ['0', text('exit.done')],
    ['1', text('exit.refused')],
    ['2', text('exit.usage')],
    ['3', text('exit.failed')],
    ['4', text('exit.untrusted')],
  ];
}

function twoColumns(rows: readonly Row[]): readonly string[] {
  const columns = Math.max(...rows.map(([term]) => widthOf(term)));
  return rows.map(([term, explanation]) => `  ${padTo(term, columns)}  ${explanation}`);
}

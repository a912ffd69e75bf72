/** `stele asset list`: the classes of the chain; with `--of` what somebody has, with `--waiting` the holds that somebody can end. */

import type { ClassView, OutputView } from '@stele/protocol';
import { amountToText, classIdOf, everyItem } from '@stele/sdk';

import { numberOption } from '../arguments.ts';
import { type Invocation, printLine } from '../command.ts';
import type { ExitCode } from '../exit-codes.ts';
import { tableLines } from '../terminal/table.ts';
import { columnsOf } from '../terminal/width.ts';
import { classLabel, classNameIn, classSegmentOf } from './class-argument.ts';
import { amountText, ownerText } from './output-words.ts';
import { askedParty } from './person.ts';
import { firstOf, runReading } from './reading.ts';
import type { Session } from './session.ts';

const LIMIT = { min: 1, max: 100_000 };
const limitDefault = 100;

export async function listAssets(invocation: Invocation): Promise<ExitCode> {
  const { arguments: given } = invocation;
  const limit = numberOption(given, 'limit', LIMIT) ?? limitDefault;
  if (given.flag('waiting')) return await listOutputs(invocation, 'holds', limit);
  if (given.value('of') !== undefined || given.operands.length > 0) {
    return await listOutputs(invocation, 'outputs', limit);
  }
  return await listClasses(invocation, limit);
}

async function listClasses(invocation: Invocation, limit: number): Promise<ExitCode> {
  return await runReading(invocation, {
    path: () => 'classes',
    read: ({ ledger }) =>
      firstOf(
        everyItem((page) => ledger.transport.classes(page)),
        limit,
      ),
    show: ({ items, more }) => {
      printClasses(invocation, items);
      sayMore(invocation, more, limit);
    },
  });
}

function printClasses({ world, text }: Invocation, classes: readonly ClassView[]): void {
  if (classes.length === 0) {
    printLine(world, text('asset.noClasses'));
    return;
  }
  const columns = [
    { title: text('asset.classLabel') },
    { title: text('asset.kindLabel') },
    { title: text('asset.issuedLabel'), align: 'right' },
    { title: text('asset.redeemedLabel'), align: 'right' },
  ] as const;
  const rows = classes.map((view) => {
    const amount = (units: string): string => amountToText(BigInt(units), view.scale);
    return [classLabel(view), view.kind, amount(view.issued), amount(view.redeemed)];
  });
  for (const line of tableLines(columns, rows, columnsOf(world.out))) printLine(world, line);
}

/** A class as operand narrows what is listed. */
async function listOutputs(
  invocation: Invocation,
  kind: 'outputs' | 'holds',
  limit: number,
): Promise<ExitCode> {
  const { arguments: given } = invocation;
  const [className] = given.operands;
  const of = className === undefined ? undefined : classNameIn(className);
  const party = (session: Session): Promise<string> =>
    askedParty(invocation, session, given.value('of'));
  const query =
    className === undefined || kind === 'holds' ? '' : `?class=${classSegmentOf(className)}`;
  return await runReading(invocation, {
    path: async (session) => `accounts/${encodeURIComponent(await party(session))}/${kind}${query}`,
    read: async (session) => {
      const account = await party(session);
      const id = of && classIdOf(of);
      const items =
        kind === 'holds'
          ? session.assets.holds(account)
          : session.assets.outputs(account, id === undefined ? {} : { class: id });
      return await firstOf(ofClass(items, id), limit);
    },
    show: ({ items, more }) => {
      printOutputs(invocation, items);
      sayMore(invocation, more, limit);
    },
  });
}

async function* ofClass(
  outputs: AsyncIterable<OutputView>,
  id: string | undefined,
): AsyncGenerator<OutputView> {
  for await (const output of outputs) {
    if (id === undefined || output.class.id === id) yield output;
  }
}

export function printOutputs({ world, text }: Invocation, outputs: readonly OutputView[]): void {
  if (outputs.length === 0) {
    printLine(world, text('asset.nothing'));
    return;
  }
  const columns = [
    { title: text('asset.outputLabel') },
    { title: text('asset.amountLabel'), align: 'right' },
    { title: text('asset.classLabel') },
    { title: text('asset.ownerLabel') },
  ] as const;
  const rows = outputs.map((output) => [
    output.id,
    amountText(output),
    classLabel(output.class),
    ownerText(output, text),
  ]);
  for (const line of tableLines(columns, rows, columnsOf(world.out))) printLine(world, line);
}

function sayMore({ world, text }: Invocation, more: boolean, limit: number): void {
  if (more) world.err.write(`${text('asset.more', { limit })}\n`);
}

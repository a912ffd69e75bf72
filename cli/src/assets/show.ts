/** `stele asset show`: one output with its exits and marks, or one class with what it allows. */

import type { ClassView, OutputView } from '@stele/protocol';
import { amountToText, classForm, classIdOf, classInWords } from '@stele/sdk';

import { type Invocation, printLine } from '../command.ts';
import type { ExitCode } from '../exit-codes.ts';
import { localTime } from '../terminal/local-time.ts';
import { countText } from '../terminal/quantities.ts';
import { factLines } from '../terminal/table.ts';
import type { TextKey } from '../text/text.ts';
import { trouble } from '../trouble.ts';
import { classLabel, classNameIn, classSegmentOf } from './class-argument.ts';
import { holdOf } from './exit.ts';
import { isOutput, outputIn } from './output-argument.ts';
import { amountText, definitionsIn, ownerText, valueFacts } from './output-words.ts';
import { runReading } from './reading.ts';
import type { Session } from './session.ts';
import { statementLines, wordsOf } from './show-summary.ts';

export async function showAsset(invocation: Invocation): Promise<ExitCode> {
  const [what = ''] = invocation.arguments.operands;
  return isOutput(what)
    ? await showOutput(invocation, outputIn(what))
    : await showClass(invocation, what);
}

type Facts = readonly (readonly [string, string])[];

async function showOutput(invocation: Invocation, id: string): Promise<ExitCode> {
  return await runReading(invocation, {
    path: () => `outputs/${id}`,
    read: ({ ledger }) => ledger.transport.output(id),
    show: async (output, session) => {
      const view = await session.ledger.transport.assetClass(output.class.id);
      printFacts(invocation, [
        ...outputFacts(invocation, output),
        ...valueFacts(output.attributes, definitionsIn(view, 'attributes')),
        ...valueFacts(output.state?.fields ?? {}, definitionsIn(view, 'fields')),
        ...marksOf(invocation, output),
      ]);
      await printExits(invocation, session, output);
    },
  });
}

function printFacts({ world }: Invocation, facts: Facts): void {
  for (const line of factLines(facts)) printLine(world, line);
}

function outputFacts({ text }: Invocation, output: OutputView): Facts {
  const { id, acquiredAt, depth, state, madeAt, endedAt, payload } = output;
  const facts: readonly (readonly [TextKey, string | undefined])[] = [
    ['asset.outputLabel', id],
    ['asset.amountLabel', `${amountText(output)} ${classLabel(output.class)}`],
    ['asset.ownerLabel', ownerText(output, text)],
    ['asset.stateLabel', state?.name],
    [
      'asset.liveLabel',
      endedAt === undefined
        ? text('asset.live')
        : text('asset.spent', { height: countText(endedAt.height) }),
    ],
    [
      'asset.madeLabel',
      text('asset.madeBy', { height: countText(madeAt.height), method: madeAt.method }),
    ],
    ['asset.sinceLabel', localTime(Date.parse(acquiredAt))],
    ['asset.depthLabel', String(depth)],
    ['asset.slotLabel', output.slot],
    ['asset.payloadLabel', payload ?? undefined],
  ];
  return facts.flatMap(([key, value]) =>
    value === undefined ? [] : [[text(key), value] as const],
  );
}

function marksOf({ text }: Invocation, { marks }: OutputView): Facts {
  return marks.map(({ on, level, reference }) => [
    text('asset.markLabel'),
    text('asset.markOn', { on: text(`handle.${on}`), level: text(`level.${level}`), reference }),
  ]);
}

async function printExits(
  { world, text, language }: Invocation,
  { assets }: Session,
  { owner }: OutputView,
): Promise<void> {
  const hold = holdOf(owner);
  if (hold === undefined) return;
  printLine(world, text('asset.exits'));
  const statements = await assets.exitsInWords(hold);
  for (const line of statementLines(statements, language, '  ')) printLine(world, line);
}

async function showClass(invocation: Invocation, what: string): Promise<ExitCode> {
  const segment = classSegmentOf(what);
  return await runReading(invocation, {
    path: () => `classes/${segment}`,
    read: ({ ledger }) => ledger.transport.assetClass(segment),
    show: (view) => {
      if (view.id !== classIdOf(classNameIn(what))) {
        throw trouble('ANSWER_DIFFERS', { asked: what });
      }
      const { world, text, language } = invocation;
      printFacts(invocation, classFacts(invocation, view));
      printLine(world, text('asset.rules'));
      for (const rule of classInWords(classForm(view.definition))) {
        printLine(world, `  ${wordsOf(rule, language)}`);
      }
    },
  });
}

function classFacts({ text }: Invocation, view: ClassView): Facts {
  const { scale, issued, redeemed, kind, definedAtHeight } = view;
  const amount = (units: string): string => amountToText(BigInt(units), scale);
  return [
    [text('asset.classLabel'), classLabel(view)],
    [text('asset.kindLabel'), kind],
    [text('asset.scaleLabel'), scale === null ? text('asset.unique') : String(scale)],
    [text('asset.issuedLabel'), amount(issued)],
    [text('asset.redeemedLabel'), amount(redeemed)],
    [text('asset.definedLabel'), countText(definedAtHeight)],
  ];
}

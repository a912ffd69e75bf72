/** `stele asset trace`: where an output came from, back to its issues, or where it went. */

import type { TraceStep } from '@stele/protocol';

import { numberOption } from '../arguments.ts';
import { type Invocation, printLine } from '../command.ts';
import type { ExitCode } from '../exit-codes.ts';
import { localTime } from '../terminal/local-time.ts';
import { countText } from '../terminal/quantities.ts';
import { classLabel } from './class-argument.ts';
import { outputIn } from './output-argument.ts';
import { amountText, ownerText } from './output-words.ts';
import { firstOf, runReading } from './reading.ts';

const LIMIT = { min: 1, max: 100_000 };
const limitDefault = 100;

export async function traceAsset(invocation: Invocation): Promise<ExitCode> {
  const { arguments: given, world, text } = invocation;
  const id = outputIn(given.operands[0] ?? '');
  const direction = given.flag('forward') ? 'forward' : 'back';
  const limit = numberOption(given, 'limit', LIMIT) ?? limitDefault;
  return await runReading(invocation, {
    path: () => `outputs/${id}/trace?direction=${direction}`,
    read: ({ assets }) => firstOf(assets.trace(id, direction), limit),
    show: ({ items, more }) => {
      for (const step of items) printStep(invocation, step);
      if (more) world.err.write(`${text('asset.more', { limit })}\n`);
    },
  });
}

/** What it is; below, what made it and of what. */
function printStep({ world, text, style }: Invocation, { output, from, by }: TraceStep): void {
  const { height, method, committedAt } = by;
  const what = `${amountText(output)} ${classLabel(output.class)}`;
  const ended = output.live ? '' : `  ${style.quiet(text('asset.spentShort'))}`;
  printLine(world, `${style.strong(output.id)}  ${what}  ${ownerText(output, text)}${ended}`);
  const time = localTime(Date.parse(committedAt));
  printLine(world, `  ${text('trace.by', { method, height: countText(height), time })}`);
  if (from.length > 0) printLine(world, `  ${text('trace.from', { outputs: from.join(', ') })}`);
}

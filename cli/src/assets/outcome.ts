/** What came of a transaction: where it stands, and what it made; or whose signatures it waits for. */

import { outputKey, outputToText } from '@stele/contracts';
import type { Collecting } from '@stele/protocol';
import type { Made, Submitted, Summary } from '@stele/sdk';

import { type Invocation, printJson, printLine } from '../command.ts';
import { localTime } from '../terminal/local-time.ts';
import { countText } from '../terminal/quantities.ts';
import { statementLines, summaryJson, wordsOf } from './show-summary.ts';

/** Outputs on standard output, one a line, the name first; what happened beside it. */
export function printOutcome(
  invocation: Invocation,
  summary: Summary,
  handed: Submitted | Collecting,
): void {
  const { arguments: given, world } = invocation;
  if (given.flag('json')) {
    printJson(world, outcomeJson(invocation, summary, handed));
    return;
  }
  for (const line of statementLines(summary.statements, invocation.language)) {
    world.err.write(`${line}\n`);
  }
  if (handed.status === 'collecting') printCollecting(invocation, handed);
  else printCommitted(invocation, summary, handed);
}

/** What a transaction made, one a line, the name first. */
export function madeLines(
  { language }: Invocation,
  { made }: Summary,
  index: number,
): readonly string[] {
  return made.map((output) => `${nameOf(output, index)}  ${wordsOf(output.inWords, language)}`);
}

function printCommitted(invocation: Invocation, summary: Summary, handed: Submitted): void {
  const { world, text } = invocation;
  const { id, height = 0, index = 0, committedAt = '' } = handed;
  const time = localTime(Date.parse(committedAt));
  world.err.write(
    `${text('tx.committed', { transaction: id, height: countText(height), time })}\n`,
  );
  for (const line of madeLines(invocation, summary, index)) printLine(world, line);
}

function nameOf({ call, place }: Made, index: number): string {
  return outputToText(outputKey({ index, call, place }));
}

/** The id on standard output: it is what the others sign. */
function printCollecting(
  { world, text }: Invocation,
  { id, missing, validUntil }: Collecting,
): void {
  world.err.write(`${text('tx.collecting', { until: localTime(Date.parse(validUntil)) })}\n`);
  for (const principal of missing) world.err.write(`  ${principal}\n`);
  world.err.write(`${text('tx.howToSign', { transaction: id })}\n`);
  printLine(world, id);
}

function outcomeJson(
  invocation: Invocation,
  summary: Summary,
  handed: Submitted | Collecting,
): object {
  const { statements, changes } = summaryJson(invocation, summary) as Record<string, unknown>;
  if (handed.status === 'collecting') return { ...handed, statements, changes };
  const { id, status, height, index = 0, committedAt } = handed;
  const made = summary.made.map((output) => ({
    output: nameOf(output, index),
    class: output.class,
    amount: String(output.amount),
    owner: output.owner,
  }));
  return { id, status, height, index, committedAt, made, statements, changes };
}

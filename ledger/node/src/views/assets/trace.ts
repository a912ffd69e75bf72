/**
 * Traces (spec/assets.md, "What follows from the log"): breadth first, back to the issues or forward to what is live, bounded and in pages. A page walks anew
 * from the start, because the log and a moment of it fix the order; so a cursor is a number of steps and a moment, and the node keeps
 * nothing between pages.
 */

import { assert } from '@stele/base';
import { outputToText } from '@stele/contracts';
import { type TraceAct, type TracePage, type TraceQuery, type TraceStep } from '@stele/protocol';

import { TRACE_STEPS_MAX } from '../../limits.ts';
import { timeText } from '../json-values.ts';
import type { OpenLedger } from '../open-ledger.ts';
import { effectPlace } from './effect-place.ts';
import { type Descent, Lineage } from './lineage.ts';
import { outputView } from './output-view.ts';
import { namedOutput, type OutputRecord } from './outputs.ts';
import { cursorParts, limitOf } from './pages.ts';

const CURSOR = /^([1-9][0-9]{0,3})\.([1-9][0-9]{0,15})$/;

/** Rejects with OUTPUT_ABSENT, CURSOR_MALFORMED. */
export async function tracePage(ledger: OpenLedger, query: TraceQuery): Promise<TracePage> {
  const { skip, effectCount } = placeOf(ledger, query.cursor);
  const end = Math.min(skip + limitOf(query.limit), TRACE_STEPS_MAX);
  const start = await namedOutput(ledger, query.output, effectCount);
  const lineage = new Lineage(ledger, effectCount);
  const next = query.direction === 'back' ? parentsIn(lineage) : childrenIn(ledger, lineage);
  const { reached, isWhole } = await walk(start, next, end);
  const items: TraceStep[] = [];
  for (const record of reached.slice(skip, end)) {
    items.push(await stepOf(ledger, await lineage.descentOf(record)));
  }
  const nextCursor = isWhole || end === TRACE_STEPS_MAX ? null : cursorOf(end, effectCount);
  return { items, nextCursor, complete: isWhole };
}

/** Steps already told, and the moment of the trace: what comes later does not change the order of pages. */
interface TracePlace {
  readonly skip: number;
  readonly effectCount: number;
}

function placeOf({ tip }: OpenLedger, cursor: string | undefined): TracePlace {
  if (cursor === undefined) return { skip: 0, effectCount: tip.effectCount };
  const [skip, effectCount] = cursorParts(CURSOR, cursor).map(Number);
  assert(skip !== undefined && effectCount !== undefined, 'the cursor has two parts');
  return { skip, effectCount: Math.min(effectCount, tip.effectCount) };
}

function cursorOf(skip: number, effectCount: number): string {
  return `${String(skip)}.${String(effectCount)}`;
}

type Next = (record: OutputRecord) => Promise<readonly OutputRecord[]>;

interface Walked {
  /** At most as many as asked for, in order. */
  readonly reached: readonly OutputRecord[];
  /** Whether nothing is behind them. */
  readonly isWhole: boolean;
}

async function walk(start: OutputRecord, next: Next, end: number): Promise<Walked> {
  const reached = [start];
  const seen = new Set([start.effect]);
  // What is found meanwhile is walked from in its turn.
  for (const record of reached) {
    for (const found of await next(record)) {
      if (seen.has(found.effect)) continue;
      if (reached.length === end) return { reached, isWhole: false };
      seen.add(found.effect);
      reached.push(found);
    }
  }
  return { reached, isWhole: true };
}

function parentsIn(lineage: Lineage): Next {
  return async (record) => recordsOf(lineage, (await lineage.descentOf(record)).from);
}

function childrenIn({ reader }: OpenLedger, lineage: Lineage): Next {
  return async (record) => {
    if (record.end === undefined) return [];
    const end = await effectPlace(reader, record.end);
    assert(end !== undefined, 'what ended was ended by an effect');
    return recordsOf(lineage, await lineage.childrenOf(record, end.index));
  };
}

async function recordsOf(
  lineage: Lineage,
  keys: readonly Uint8Array[],
): Promise<readonly OutputRecord[]> {
  const records = await Promise.all(keys.map((key) => lineage.record(key)));
  return records.filter((record) => record !== undefined);
}

async function stepOf(ledger: OpenLedger, descent: Descent): Promise<TraceStep> {
  return {
    output: await outputView(ledger, descent.record),
    from: descent.from.map(outputToText),
    by: actOf(descent),
  };
}

function actOf({ by, act }: Descent): TraceAct {
  const { transaction, index, outcome } = by;
  return {
    ...(transaction === undefined ? {} : { transaction }),
    height: outcome.height,
    index,
    call: act?.call ?? 0,
    method: act?.method ?? 'timer',
    committedAt: timeText(outcome.timeMs),
  };
}

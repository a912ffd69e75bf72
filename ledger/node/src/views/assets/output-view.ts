/** An output for people: its class, slot, owner, marks, and where it was made and spent. */

import { assert, concat, toHex } from '@stele/base';
import {
  type AssetState,
  type ClassDefinition,
  guardOf,
  handleKey,
  type Owner,
  outputPlaceOf,
  outputsTable,
  outputToText,
  partyOf,
} from '@stele/contracts';
import { rowToJson, type Scalar } from '@stele/kernel/contract';
import {
  accountToText,
  type JsonObject,
  type JsonValue,
  type MadeAtView,
  type MarkView,
  type OutputView,
  type Principal,
  principalToText,
} from '@stele/protocol';

import { timeText } from '../json-values.ts';
import type { OpenLedger } from '../open-ledger.ts';
import { classOf, marksOf, sha256, slotOf } from './asset-reader.ts';
import { classSummary } from './class-views.ts';
import { effectPlace } from './effect-place.ts';
import { methodOf } from './entry-acts.ts';
import type { OutputRecord } from './outputs.ts';

export async function outputView(ledger: OpenLedger, record: OutputRecord): Promise<OutputView> {
  const { key, bytes, effect, output, end } = record;
  const read = classOf(ledger.reader, output.class);
  assert(read !== undefined, 'an output is of a class that was defined');
  const { definition } = read;
  const slot = concat(output.class, output.slot);
  const json = rowToJson(outputsTable, bytes) as JsonObject;
  return {
    id: outputToText(key),
    guard: toHex(guardOf(sha256, bytes)),
    class: classSummary(read),
    slot: toHex(output.slot),
    attributes: byName(definition.attributes, slotOf(ledger.reader, slot)),
    amount: output.amount.toString(),
    state: output.state === null ? null : stateView(definition, output.state),
    owner: json['owner'] ?? null,
    holder: principalToText(holderOf(output.owner)),
    acquiredAt: timeText(output.acquiredAtMs),
    depth: output.depth,
    payload: output.payload === null ? null : toHex(output.payload),
    live: end === undefined,
    marks: markViews(ledger, record),
    madeAt: await madeAt(ledger, record),
    ...(end === undefined ? {} : { endedAt: await endedAt(ledger, end) }),
    effect,
  };
}

/** For whom it counts. */
export function holderOf(owner: Owner): Principal {
  return owner.kind === 'party' ? owner.value : owner.value.for;
}

function stateView(
  { fields }: ClassDefinition,
  { name, values }: AssetState,
): { readonly name: string; readonly fields: JsonObject } {
  return { name, fields: byName(fields, values) };
}

function byName(
  names: readonly { readonly name: string }[],
  values: readonly (Scalar | null)[],
): JsonObject {
  return Object.fromEntries(names.map(({ name }, i) => [name, scalarJson(values[i] ?? null)]));
}

const ACCOUNT_BYTES = 16;

function scalarJson(value: Scalar | null): JsonValue {
  if (!(value instanceof Uint8Array)) return value;
  return value.length === ACCOUNT_BYTES ? accountToText(value) : toHex(value);
}

/** Marks on any of the five handles (spec/assets.md, "Marks"). */
export function markViews(
  { reader }: OpenLedger,
  { key, output }: OutputRecord,
): readonly MarkView[] {
  const party = partyOf(sha256, holderOf(output.owner));
  const handles = [
    ['output', handleKey('output', key)],
    ['slot', handleKey('slot', output.class, output.slot)],
    ['class', handleKey('class', output.class)],
    ['holder', handleKey('holder', output.class, party)],
    ['party', handleKey('party', party)],
  ] as const;
  return handles.flatMap(([on, handle]) => {
    const marks = marksOf(reader, handle);
    return LEVELS.flatMap((level) => {
      const mark = marks?.[level] ?? null;
      return mark === null ? [] : [{ on, level, reference: toHex(mark.reference) }];
    });
  });
}

const LEVELS = ['platform', 'authority'] as const;

async function madeAt(ledger: OpenLedger, { key, effect }: OutputRecord): Promise<MadeAtView> {
  const { index, call, place } = outputPlaceOf(key);
  const made = await effectPlace(ledger.reader, effect);
  assert(made !== undefined, 'what was put was put by an effect');
  return { height: made.height, index, call, place, method: await methodOf(ledger, index, call) };
}

async function endedAt(
  { reader }: OpenLedger,
  end: number,
): Promise<{ readonly height: number; readonly index: number }> {
  const place = await effectPlace(reader, end);
  assert(place !== undefined, 'what ended was ended by an effect');
  return { height: place.height, index: place.index };
}

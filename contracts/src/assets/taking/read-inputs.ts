/** Step 1: what a call takes in is there, is what its signers knew, and is free of marks (spec/assets.md, "Validation"). */

import { equal } from '@stele/base';
import { decodeRow, refuse } from '@stele/kernel/contract';
import type { AssetClass } from '../asset-class.ts';
import { byteText } from '../byte-text.ts';
import { type Desk, type Party, partyOfOwner, requireClass } from '../desk.ts';
import { guardOf, outputKey } from '../ids.ts';
import { lotName } from '../making/lots.ts';
import type { Input, Output } from '../schema/output.ts';
import { outputsTable } from '../tables.ts';
import { isMarked } from './marks.ts';

/** An output that is there. */
export interface Found {
  readonly key: Uint8Array;
  readonly output: Output;
  readonly of: AssetClass;
  readonly party: Party;
  /** The name of its lot. */
  readonly lot: string;
}

/** An input, and what was found for it. */
export interface Taken extends Found {
  readonly input: Input;
}

interface NamedRow {
  readonly input: Input;
  readonly key: Uint8Array;
  readonly row: Uint8Array;
}

/** Refuses with OUTPUT_UNKNOWN, OUTPUT_DIFFERS or MARKED. */
export function readInputs(desk: Desk, inputs: readonly Input[]): readonly Taken[] {
  const rows = findRows(desk, inputs);
  for (const row of rows) checkGuard(desk, row);
  const taken = rows.map(({ input, key, row }) => ({ input, ...foundIn(desk, key, row) }));
  for (const one of taken) requireFree(desk, one);
  return taken;
}

/** The output at a key; undefined when it is not there. */
export function findOutput(desk: Desk, key: Uint8Array): Found | undefined {
  const row = desk.context.get(outputsTable.name, key);
  return row === undefined ? undefined : foundIn(desk, key, row);
}

/** Refuses with MARKED. */
export function requireFree(desk: Desk, found: Found): void {
  if (isMarked(desk, found)) refuse('MARKED', 'a mark is on what the call would take in');
}

function findRows({ context }: Desk, inputs: readonly Input[]): readonly NamedRow[] {
  const seen = new Set<string>();
  return inputs.map((input) => {
    const key = keyOf(context.entryIndex, input);
    const name = byteText(key);
    const row = seen.has(name) ? undefined : context.get(outputsTable.name, key);
    if (row === undefined) refuse('OUTPUT_UNKNOWN', 'there is no such output, or it was spent');
    seen.add(name);
    return { input, key, row };
  });
}

function keyOf(index: number, { output }: Input): Uint8Array {
  if (output.kind === 'key') return output.value.key;
  return outputKey({ index, call: output.value.call, place: output.value.place });
}

function checkGuard({ sha256 }: Desk, { input: { output }, row }: NamedRow): void {
  if (output.kind === 'made' || equal(guardOf(sha256, row), output.value.guard)) return;
  refuse('OUTPUT_DIFFERS', 'the output is not what the input says of it');
}

function foundIn(desk: Desk, key: Uint8Array, row: Uint8Array): Found {
  const output = decodeRow(outputsTable, row);
  const of = requireClass(desk, output.class);
  return { key, output, of, party: partyOfOwner(desk, output.owner), lot: lotName(output) };
}

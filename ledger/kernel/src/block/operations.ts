/** What a block changes in the store, in the layout of store/layout.ts. */

import type { Header } from '@stele/protocol';
import type { Layer, Slot, Table } from '../state/executed-state.ts';
import type { LivePlan } from '../state/live-bits.ts';
import { encodeTip, type Tip } from '../state/tip.ts';
import { encodeEffectBlock } from '../store/effect-record.ts';
import {
  effectsKey,
  endedKey,
  encodeRow,
  NUMBER_BYTES,
  liveKey,
  numbersValue,
  numberValue,
  TIP_KEY,
  TRANSACTION_PREFIX,
} from '../store/layout.ts';
import { Slab } from '../store/slab.ts';
import type { Operation } from '../store/store.ts';
import { termOperations } from '../store/term-rows.ts';

export interface Written {
  readonly fingerprint: Uint8Array;
  readonly header: Header;
  readonly effects: readonly Uint8Array[];
  readonly layer: Layer;
  /** Numbers of the effects whose rows were put again or deleted. */
  readonly ended: readonly number[];
  readonly live: LivePlan;
  readonly tip: Tip;
}

export function operationsOf(written: Written): Operation[] {
  const { fingerprint, header, effects, layer, ended, live, tip } = written;
  const operations: Operation[] = [];
  const slab = new Slab();
  for (const [table, slots] of layer.slots) {
    for (const slot of slots.values()) {
      if (slot.changed) operations.push(rowOperation(table, slot, slab));
      if (slot.end !== undefined) operations.push(endOperation(table, slot.key, slot.end, slab));
    }
  }
  for (const operation of termOperations(layer, slab)) operations.push(operation);
  for (const { id, index } of layer.transactions.values()) {
    const value = numberValue(index, slab.take(NUMBER_BYTES));
    operations.push({ kind: 'put', key: slab.join(TRANSACTION_PREFIX, id), value });
  }
  if (effects.length > 0) {
    const { height, firstIndex, timeMs, firstEffect } = header;
    const value = encodeEffectBlock({ height, firstIndex, timeMs, effects });
    operations.push({ kind: 'put', key: effectsKey(firstEffect), value });
  }
  if (ended.length > 0) {
    operations.push({ kind: 'put', key: endedKey(header.firstEffect), value: numbersValue(ended) });
  }
  for (const [chunk, value] of live.chunks) {
    operations.push({ kind: 'put', key: liveKey(chunk), value });
  }
  operations.push({ kind: 'put', key: TIP_KEY, value: encodeTip(fingerprint, tip) });
  return operations;
}

/** By which effect a row was deleted last; it stays when the row is put again. */
function endOperation({ endPrefix }: Table, key: Uint8Array, end: number, slab: Slab): Operation {
  const value = numberValue(end, slab.take(NUMBER_BYTES));
  return { kind: 'put', key: slab.join(endPrefix, key), value };
}

function rowOperation({ prefix }: Table, { key, row }: Slot, slab: Slab): Operation {
  const stored = slab.join(prefix, key);
  if (row === undefined) return { kind: 'delete', key: stored };
  const value = encodeRow(row, slab.take(NUMBER_BYTES + row.value.length));
  return { kind: 'put', key: stored, value };
}

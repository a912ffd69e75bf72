/** What a block changes in the store, in the layout of store/layout.ts. */

import type { Header } from '@stele/protocol';
import type { Layer, Slot, Table } from '../state/executed-state.ts';
import type { LivePlan } from '../state/live-bits.ts';
import { encodeTip, type Tip } from '../state/tip.ts';
import { encodeEffectBlock } from '../store/effect-record.ts';
import {
  effectsKey,
  encodeRow,
  NUMBER_BYTES,
  liveKey,
  numberValue,
  TIP_KEY,
  transactionKey,
} from '../store/layout.ts';
import { Slab } from '../store/slab.ts';
import type { Operation } from '../store/store.ts';
import { termOperations } from '../store/term-rows.ts';

export interface Written {
  readonly fingerprint: Uint8Array;
  readonly header: Header;
  readonly effects: readonly Uint8Array[];
  readonly layer: Layer;
  readonly live: LivePlan;
  readonly tip: Tip;
}

export function operationsOf(written: Written): Operation[] {
  const { fingerprint, header, effects, layer, live, tip } = written;
  const operations: Operation[] = [];
  const slab = new Slab();
  for (const [table, slots] of layer.slots) {
    for (const slot of slots.values()) {
      if (slot.changed) operations.push(rowOperation(table, slot, slab));
    }
  }
  for (const operation of termOperations(layer.filed, slab)) operations.push(operation);
  for (const { id, index } of layer.transactions.values()) {
    operations.push({ kind: 'put', key: transactionKey(id), value: numberValue(index) });
  }
  if (effects.length > 0) {
    const { height, firstIndex, timeMs, firstEffect } = header;
    const value = encodeEffectBlock({ height, firstIndex, timeMs, effects });
    operations.push({ kind: 'put', key: effectsKey(firstEffect), value });
  }
  for (const [chunk, value] of live.chunks) {
    operations.push({ kind: 'put', key: liveKey(chunk), value });
  }
  operations.push({ kind: 'put', key: TIP_KEY, value: encodeTip(fingerprint, tip) });
  return operations;
}

function rowOperation({ prefix }: Table, { key, row }: Slot, slab: Slab): Operation {
  const stored = slab.take(prefix.length + key.length);
  stored.set(prefix);
  stored.set(key, prefix.length);
  if (row === undefined) return { kind: 'delete', key: stored };
  const value = encodeRow(row, slab.take(NUMBER_BYTES + row.value.length));
  return { kind: 'put', key: stored, value };
}

/**
 * The block that begins a lineage (spec/block.md, "Lineage"): after a restore that may have lost entries the chain goes on under
 * another origin, and says so in its own log. Everything in the entry but the reason follows from the chain, so it cannot be made
 * up; whether a new lineage is called for is the operator's to say.
 */

import { assert, rejection, utf8 } from '@stele/base';
import {
  type CborValue,
  decode,
  encode,
  encodeSystemAct,
  originOf,
  parseOrigin,
  type SystemAct,
} from '@stele/protocol';
import { CHAIN_CONTRACT } from '../execution/chain-contract.ts';
import { BlockState } from '../state/block-state.ts';
import type { Block } from './block.ts';
import { BlockBuilder, type Chain } from './builder.ts';

type LineageAct = Extract<SystemAct, { subject: 'lineage' }>;

const LINEAGE_TABLE = 'lineage';
const ROW_KEY = new Uint8Array(0);
/** A reason is a sentence for people. */
export const LINEAGE_REASON_BYTES_MAX = 400;

export interface LineageInput {
  /** Why the chain goes on under another origin, 1 to 400 bytes of UTF-8. */
  readonly reason: string;
  /** Not before this, and after the last block. */
  readonly timeMs: number;
}

/** The lineage that the chain is in after its last applied block: 0 until one is opened. */
export function lineageOf({ executed, tip }: Pick<Chain, 'executed' | 'tip'>): number {
  const state = new BlockState(executed, tip.effectCount);
  const row = state.get(state.table(CHAIN_CONTRACT, LINEAGE_TABLE), ROW_KEY);
  if (row === undefined) return 0;
  const [oldOrigin] = decode(row.value) as readonly [string, ...CborValue[]];
  const old = parseOrigin(oldOrigin);
  assert(old !== undefined, 'the row is the kernel’s own');
  return old.lineage + 1;
}

/** Rejects with LINEAGE_REASON_SIZE. */
export function lineageBlock(chain: Chain, { reason, timeMs }: LineageInput): Block {
  checkReason(reason);
  const { tip, fingerprint } = chain;
  const act: LineageAct = {
    subject: 'lineage',
    oldOrigin: originOf(fingerprint, lineageOf(chain)),
    size: tip.logSize,
    root: tip.logRange.root(),
    reason,
  };
  const builder = new BlockBuilder(chain, {
    timeMs: Math.max(timeMs, tip.timeMs + 1),
    // What the engine decided after the entries that are kept is not known here: its heights are counted anew.
    epoch: tip.epoch + 1,
    engineHeight: 0,
    sealed: false,
    charter: tip.charter,
  });
  const { state } = builder;
  builder.entry('system', encodeSystemAct(act), () => {
    const value = encode([act.oldOrigin, act.size, act.root, act.reason]);
    state.put(state.table(CHAIN_CONTRACT, LINEAGE_TABLE), ROW_KEY, value);
    return '';
  });
  return builder.finish([]);
}

function checkReason(reason: string): void {
  const { length } = utf8(reason);
  if (length >= 1 && length <= LINEAGE_REASON_BYTES_MAX) return;
  throw rejection('LINEAGE_REASON_SIZE', `a reason of ${String(length)} bytes`, {
    action: `Say it in 1 to ${String(LINEAGE_REASON_BYTES_MAX)} bytes.`,
    data: { limit: 'LINEAGE_REASON', bytesMax: LINEAGE_REASON_BYTES_MAX },
  });
}

/**
 * From what an ordering engine delivers to what a block is made of (spec/block.md, "Block time"; spec/transaction.md, "Envelope").
 * A pure function of the delivery and the chain's time: every node that is given the same batch makes the same block.
 */

import { isCoded } from '@stele/base';
import {
  type ChainIdentity,
  decodeEnvelope,
  type Envelope,
  inspectTransaction,
  type Submission,
} from '@stele/protocol';
import type { Candidate } from '../execution/candidate.ts';
import type { BlockInput } from './block.ts';

/** A decided batch of opaque items, each of which should be an envelope. */
export interface Delivery {
  readonly epoch: number;
  readonly engineHeight: number;
  readonly items: readonly Uint8Array[];
  /** The engine's own time for the batch, when it has one. */
  readonly engineTimeMs?: number | undefined;
  /** Whether the epoch ends with this batch. */
  readonly sealed?: boolean | undefined;
}

/** A batch whose envelopes were opened and whose transactions were inspected, wherever that was done. */
export interface OpenedDelivery extends Omit<Delivery, 'items'> {
  readonly envelopes: readonly OpenedEnvelope[];
}

export interface OpenedEnvelope {
  readonly stampMs: number;
  readonly candidates: readonly Candidate[];
}

/** Opens every envelope. Malformed envelopes and transactions are left out: their intake node would have refused them. */
export function openDelivery(chain: ChainIdentity, delivery: Delivery): OpenedDelivery {
  const envelopes = delivery.items
    .map((item) => orUndefined(() => decodeEnvelope(item)))
    .filter((envelope) => envelope !== undefined)
    .map((envelope) => openEnvelope(chain, envelope));
  return { ...delivery, envelopes };
}

/** Inspects an envelope's transactions; those that any node must refuse from their bytes are left out. */
function openEnvelope(chain: ChainIdentity, envelope: Envelope): OpenedEnvelope {
  const candidates = envelope.submissions
    .map((submission) => orUndefined(() => inspectSubmission(chain, submission)))
    .filter((candidate) => candidate !== undefined);
  return { stampMs: envelope.stampMs, candidates };
}

/** A submission as a candidate whose signatures nobody has looked at yet. Rejects with the codes of inspectTransaction. */
export function inspectSubmission(chain: ChainIdentity, { tx, payloads }: Submission): Candidate {
  const { id, transaction } = inspectTransaction(chain, tx, payloads);
  return { id, tx, transaction, payloads, verified: undefined };
}

/** Orders the candidates, control lane first, and gives the block its time, which is after the previous block's. */
export function packBlock(previousTimeMs: number, delivery: OpenedDelivery): BlockInput {
  const { epoch, engineHeight, envelopes, engineTimeMs, sealed } = delivery;
  const stamps = envelopes.map(({ stampMs }) => stampMs);
  const all = envelopes.flatMap(({ candidates }) => candidates);
  return {
    timeMs: stamps.reduce(larger, larger(previousTimeMs + 1, engineTimeMs ?? 0)),
    epoch,
    engineHeight,
    sealed: sealed ?? false,
    candidates: [...all.filter(isControl), ...all.filter((candidate) => !isControl(candidate))],
  };
}

function larger(a: number, b: number): number {
  return Math.max(a, b);
}

function isControl({ transaction }: Candidate): boolean {
  return transaction.content.lane === 'control';
}

function orUndefined<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (isCoded(error)) return undefined;
    throw error;
  }
}

/**
 * What one entry of the log says to search and to the bill (spec/contracts.md, "How a transaction is executed", 2. and 3.). Items of
 * payloads are never looked at: a payload's root says how many there are.
 */

import { assert } from '@stele/base';
import {
  type Call,
  decodeEntry,
  decodeTransaction,
  itemFromCbor,
  PAYLOAD_BYTES_PER_UNIT,
  type Principal,
  type TransactionContent,
} from '@stele/protocol';

/** A call that made records. */
export interface RecordingCall {
  readonly index: number;
  readonly call: number;
  /** Who owns the records. */
  readonly account: Uint8Array;
  readonly timeMs: number;
  readonly count: number;
  /** Of the one item that stands in the call; null when the items are in a payload. */
  readonly kind: string | null;
  /** Number of the payload with the items; null when there is none. */
  readonly payload: number | null;
}

/** What one transaction cost its payer. */
export interface Charge {
  readonly account: Uint8Array;
  readonly timeMs: number;
  readonly records: number;
  /** 1 when the transaction was refused, else 0. */
  readonly refusals: number;
  readonly units: number;
}

export interface EntryFacts {
  readonly calls: readonly RecordingCall[];
  readonly charge: Charge;
}

/**
 * Reads an entry. Undefined for headers and for what the chain itself writes, which nobody pays for. Rejects with the codes of
 * decodeEntry and decodeTransaction.
 */
export function factsOf(bytes: Uint8Array): EntryFacts | undefined {
  const entry = decodeEntry(bytes);
  if (entry.kind !== 'transaction') return undefined;
  const { content } = decodeTransaction(entry.content);
  const { index, timeMs, code } = entry.outcome;
  const account = accountOf(content.payer ?? content.calls[0]?.actors[0]);
  const least = leastUnitsOf(content);
  if (code !== '') {
    return { calls: [], charge: { account, timeMs, records: 0, refusals: 1, units: least } };
  }
  const calls = content.calls.flatMap((call, number) => {
    const recording = recordingOf(call, content);
    return recording === undefined ? [] : [{ ...recording, index, call: number, timeMs }];
  });
  const records = calls.reduce((sum, { count }) => sum + count, 0);
  // Every call counts one unit, but one that records a batch counts its items.
  const units = records + content.calls.length - calls.length;
  return {
    calls,
    charge: { account, timeMs, records, refusals: 0, units: Math.max(units, least) },
  };
}

function leastUnitsOf({ payloads }: TransactionContent): number {
  const bytes = payloads.reduce((sum, payload) => sum + payload.bytes, 0);
  return Math.max(1, Math.ceil(bytes / PAYLOAD_BYTES_PER_UNIT));
}

/** Of a call that succeeded, so its arguments fit and its payload is there. */
function recordingOf(
  { contract, method, args, actors }: Call,
  { payloads }: TransactionContent,
): Pick<RecordingCall, 'account' | 'count' | 'kind' | 'payload'> | undefined {
  if (contract !== 'evidence') return undefined;
  switch (method) {
    case 'record': {
      const { kind } = itemFromCbor(args[0] ?? null);
      return { account: accountOf(actors[0]), count: 1, kind, payload: null };
    }
    case 'batch': {
      const payload = Number(args[1]);
      const count = payloads[payload]?.count;
      assert(count !== undefined, 'a batch that succeeded has a payload');
      return { account: accountOf(actors[0]), count, kind: null, payload };
    }
    default:
      return undefined;
  }
}

function accountOf(principal: Principal | undefined): Uint8Array {
  assert(principal?.kind === 'account', 'payers and owners of what is in the log are accounts');
  return principal.account;
}

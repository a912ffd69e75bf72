/**
 * Executes a stored block again (spec/disk.md, "Recovery"). The result is either the same bytes or a failure that names the first
 * entry that differs: the stored bytes were changed, or this program is not the one that wrote them.
 */

import { assert, type CodedError, equal, failure, isCoded, rejection } from '@stele/base';
import {
  type Call,
  type ChainIdentity,
  decodeEntry,
  decodeHeader,
  decodeSystemAct,
  type Header,
  type Payload,
  type SystemAct,
} from '@stele/protocol';
import type { Candidate } from '../execution/candidate.ts';
import type { Block, BlockInput } from './block.ts';
import { inspectSubmission } from './delivery.ts';
import type { LineageInput } from './lineage.ts';

/** A block as it lies in the log. */
export interface StoredBlock {
  /** Encoded, the header last. */
  readonly entries: readonly Uint8Array[];
  /** Payloads by the index of the entry that brought them. */
  readonly payloads: ReadonlyMap<number, readonly Payload[]>;
  /** True when signatures need not be verified again, because this node did before it stored them. */
  readonly trusted: boolean;
}

/** What executing again needs: the three ways in which blocks are made. */
export interface Execution {
  readonly chain: ChainIdentity;
  /** Height of the next block. */
  readonly height: number;
  readonly firstIndex: number;
  readonly previousTimeMs: number;
  genesisBlock(setup: readonly Call[]): Block;
  executeBlock(input: BlockInput): Block | undefined;
  lineageBlock(input: LineageInput): Block;
}

/** Fails with DERIVATION_MISMATCH, data: {height, index} of the first entry that differs. */
export function rederiveBlock(execution: Execution, stored: StoredBlock): Block {
  return execution.height === 0
    ? rederiveGenesis(execution, stored)
    : rederiveTransactions(execution, stored);
}

function rederiveGenesis(execution: Execution, stored: StoredBlock): Block {
  const acts = stored.entries
    .slice(0, -1)
    .map((bytes, position) => at(execution, position, () => readAct(execution, bytes, position)));
  if (acts.length === 0) throw mismatch(execution, 0, 'no charter');
  const setup = acts.flatMap((act) => (act.subject === 'call' ? [act.call] : []));
  // Calls that the charter does not commit to cannot be told apart from each other: the first is named.
  const block = at(execution, 1, () => execution.genesisBlock(setup));
  return sameBlock(execution, stored, block);
}

function readAct({ chain }: Execution, bytes: Uint8Array, position: number): SystemAct {
  const { kind, content } = decodeEntry(bytes);
  if (kind !== 'system') throw rejection('ENTRY_MALFORMED', 'block 0 holds what the chain wrote');
  const act = decodeSystemAct(content);
  const isCharter =
    act.subject === 'charter' && equal(chain.suite.H(act.charter), chain.fingerprint);
  if (position === 0 ? isCharter : act.subject === 'call') return act;
  throw rejection('SYSTEM_MALFORMED', 'block 0 is the charter, then setup calls');
}

/** Entries up to the first one that cannot even be read are executed, since one before it may differ already. */
function rederiveTransactions(execution: Execution, stored: StoredBlock): Block {
  const last = Math.max(0, stored.entries.length - 1);
  const header = at(execution, last, () => readHeader(stored.entries[last]));
  const { timeMs, epoch, engineHeight, sealed } = header;
  const lineage = lineageReason(stored);
  if (lineage !== undefined) return rederiveLineage(execution, stored, { reason: lineage, timeMs });
  const { timerCount, candidates, unreadable } = readCandidates(execution, stored);
  if (timeMs <= execution.previousTimeMs) {
    throw unreadable ?? mismatch(execution, last, 'a time that is not after the block before');
  }
  const block = execution.executeBlock({ timeMs, epoch, engineHeight, sealed, candidates });
  if (unreadable === undefined) return sameBlock(execution, stored, block);
  const readable = stored.entries.slice(0, timerCount + candidates.length);
  const differing = firstDifference(readable, block?.entries.slice(0, readable.length) ?? []);
  if (differing === undefined) throw unreadable;
  throw mismatch(execution, differing, reasonOf(block, differing));
}

/** Why a lineage begins with this block; undefined when it is a block of transactions. */
function lineageReason({ entries }: StoredBlock): string | undefined {
  const [first] = entries;
  const act = entries.length === 2 && first !== undefined ? readSystemAct(first) : undefined;
  return act?.subject === 'lineage' ? act.reason : undefined;
}

/** What the chain itself wrote; undefined when it is something else, which the reader of transactions says. */
function readSystemAct(entry: Uint8Array): SystemAct | undefined {
  try {
    const { kind, content } = decodeEntry(entry);
    return kind === 'system' ? decodeSystemAct(content) : undefined;
  } catch (error) {
    if (isCoded(error)) return undefined;
    throw error;
  }
}

/** All of it but time and reason follows from the chain, so that an origin, size or root of somebody's own does not derive. */
function rederiveLineage(execution: Execution, stored: StoredBlock, input: LineageInput): Block {
  const { timeMs } = input;
  if (timeMs <= execution.previousTimeMs) {
    throw mismatch(execution, 1, 'a time that is not after the block before');
  }
  const block = at(execution, 0, () => execution.lineageBlock(input));
  return sameBlock(execution, stored, block);
}

interface ReadCandidates {
  /** Entries of timers that were due, before the first transaction: that they are these follows from the state. */
  readonly timerCount: number;
  readonly candidates: readonly Candidate[];
  /** The failure that names the first entry that is neither. */
  readonly unreadable: CodedError | undefined;
}

function readCandidates(execution: Execution, stored: StoredBlock): ReadCandidates {
  const candidates: Candidate[] = [];
  const entries = stored.entries.slice(0, -1);
  const timerCount = leadingTimers(entries);
  for (const [position, bytes] of entries.entries()) {
    if (position < timerCount) continue;
    try {
      const payloads = stored.payloads.get(execution.firstIndex + position) ?? [];
      candidates.push(readCandidate(execution, bytes, { payloads, trusted: stored.trusted }));
    } catch (error) {
      if (!isCoded(error)) throw error;
      const unreadable = mismatch(execution, position, describe(error), error);
      return { timerCount, candidates, unreadable };
    }
  }
  return { timerCount, candidates, unreadable: undefined };
}

function leadingTimers(entries: readonly Uint8Array[]): number {
  const first = entries.findIndex((bytes) => readSystemAct(bytes)?.subject !== 'timer');
  return first < 0 ? entries.length : first;
}

function readCandidate(
  { chain }: Execution,
  bytes: Uint8Array,
  { payloads, trusted }: { readonly payloads: readonly Payload[]; readonly trusted: boolean },
): Candidate {
  const { kind, content } = decodeEntry(bytes);
  if (kind !== 'transaction') throw rejection('ENTRY_MALFORMED', 'not a transaction');
  const candidate = inspectSubmission(chain, { tx: content, payloads });
  return trusted ? { ...candidate, verified: true } : candidate;
}

function readHeader(bytes: Uint8Array | undefined): Header {
  const entry = bytes === undefined ? undefined : decodeEntry(bytes);
  if (entry?.kind === 'header') return decodeHeader(entry.content);
  throw rejection('HEADER_MALFORMED', 'the last entry of a block is its header');
}

function sameBlock(execution: Execution, stored: StoredBlock, block: Block | undefined): Block {
  const differing = firstDifference(stored.entries, block?.entries ?? []);
  if (differing !== undefined) throw mismatch(execution, differing, reasonOf(block, differing));
  assert(block !== undefined, 'equal entries come from a block');
  return block;
}

function firstDifference(a: readonly Uint8Array[], b: readonly Uint8Array[]): number | undefined {
  const length = Math.max(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const [left, right] = [a[i], b[i]];
    if (left === undefined || right === undefined || !equal(left, right)) return i;
  }
  return undefined;
}

/** A void candidate is why all entries from its place on differ. */
function reasonOf(block: Block | undefined, position: number): string {
  const code = block === undefined ? '' : (block.results[position - timersOf(block)]?.code ?? '');
  return code === '' ? 'other bytes' : `other bytes, outcome ${code}`;
}

/** Entries of timers: those that are neither a candidate's nor the header. */
function timersOf({ entries, results }: Block): number {
  return entries.length - 1 - results.filter(({ index }) => index !== undefined).length;
}

/** Says of an entry what some reader says of its bytes. */
function at<T>(execution: Execution, position: number, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!isCoded(error)) throw error;
    throw mismatch(execution, position, describe(error), error);
  }
}

function describe({ code, message }: CodedError): string {
  return `${code}: ${message}`;
}

function mismatch(
  { height, firstIndex }: Execution,
  position: number,
  what: string,
  cause?: unknown,
): CodedError {
  const index = firstIndex + position;
  return failure(
    'DERIVATION_MISMATCH',
    `block ${String(height)}, entry ${String(index)}: executing it again gives something else (${what})`,
    {
      action: 'restore the entry from a backup or another node; do not go on with this log',
      data: { height, index },
      cause,
    },
  );
}

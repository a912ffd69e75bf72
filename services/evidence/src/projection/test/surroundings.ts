/** What a projection stands between in tests: a real node, a real PostgreSQL, and notes kept in memory. */

import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { type Database, openDatabase } from '@stele/database';
import { openNode, operatorAccount, systemClock } from '@stele/node';
import {
  encodeItem,
  type EvidenceItem,
  type EvidenceNote,
  type LedgerApi,
  type SubmitResult,
} from '@stele/protocol';
import { nodeCrypto, signerFromPem } from '@stele/protocol/node';
import { connect, type Ledger, type Owner, type Plan, recordBatch, sign } from '@stele/sdk';
import type { NoteChange, NoteFeed } from '../../notes/note-store.ts';
import { openProjection, type Projection } from '../projection.ts';

const nothing = (): void => undefined;
export const silentLog = { debug: nothing, info: nothing, warn: nothing, error: nothing };
export const clock = systemClock;

export interface Cleanup {
  after(work: () => Promise<void> | void): void;
}

/** An empty folder that other accounts may enter, because the database server may run as one. */
export function emptyFolder(t: Cleanup): string {
  const folder = mkdtempSync(join(tmpdir(), 'stele-projection-'));
  chmodSync(folder, 0o711);
  t.after(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

export interface TestLedger {
  readonly api: LedgerApi;
  readonly ledger: Ledger;
  readonly operator: Owner;
}

/** A node with a new chain, until the test ends. */
export async function openLedger(t: Cleanup): Promise<TestLedger> {
  const dataFolder = emptyFolder(t);
  const node = await openNode({ dataFolder, log: silentLog, verifierThreads: 0 });
  t.after(() => node.close());
  const signer = signerFromPem(readFileSync(join(dataFolder, 'keys', 'operator.key'), 'utf8'));
  const ledger = await connect({ api: node.api, crypto: nodeCrypto });
  const account = operatorAccount(ledger.chain.suite, signer.publicKey);
  return { api: node.api, ledger, operator: { account, signers: [signer] } };
}

/** An embedded server of its own, until the test ends. */
export function openServer(t: Cleanup, folder = emptyFolder(t)): Database {
  const database = openDatabase({
    kind: 'embedded',
    folder: join(folder, 'postgres'),
    log: silentLog,
    clock,
  });
  t.after(() => database.close());
  return database;
}

/** Follows until the test ends. */
export function follow(
  t: Cleanup,
  { api, database, notes }: { api: LedgerApi; database: Database; notes: NoteFeed },
): Projection {
  const projection = openProjection({ database, ledger: api, notes, log: silentLog, clock });
  t.after(() => projection.close());
  return projection;
}

export async function eventually(
  what: string,
  isSo: () => Promise<boolean> | boolean,
  timeoutMs = 60_000,
): Promise<void> {
  const untilMs = performance.now() + timeoutMs;
  while (!(await isSo())) {
    if (performance.now() > untilMs) assert.fail(`waited ${String(timeoutMs)} ms in vain: ${what}`);
    await sleep(20);
  }
}

/** Waits until it has everything that is on record now. */
export async function caughtUp(projection: Projection, api: LedgerApi): Promise<void> {
  const { logSize } = await api.chain();
  await eventually('the projection has caught up', () => {
    const lag = projection.lag();
    return lag.status === 'following' && lag.behindEntries === 0 && lag.logSize >= logSize;
  });
}

/** The notes of a service, without keeping them. */
export class MemoryNotes implements NoteFeed {
  readonly #changes: NoteChange[] = [];

  put(account: Uint8Array, id: Uint8Array, note: EvidenceNote | null): void {
    this.#changes.push({ sequence: this.#changes.length, account, id, note });
  }

  after(sequence: number, limit: number): Promise<readonly NoteChange[]> {
    return Promise.resolve(this.#changes.slice(sequence + 1, sequence + 1 + limit));
  }
}

export function bytesOf(count: number): Uint8Array {
  return new Uint8Array(randomBytes(count));
}

export function newItem(kind = ''): EvidenceItem {
  return {
    id: bytesOf(16),
    digests: new Map([[1, bytesOf(32)]]),
    salted: false,
    kind,
    supersedes: null,
    noteHash: null,
  };
}

/** A transaction that records these items as one batch. */
export function batchPlan(owner: Uint8Array, items: readonly EvidenceItem[]): Plan {
  return {
    calls: [recordBatch(owner, bytesOf(16), 0)],
    payloads: [{ kind: 'items', items: items.map(encodeItem) }],
  };
}

/** Submits and waits until all are under a checkpoint; refused ones are answered too. */
export async function submitAll(
  ledger: Ledger,
  plans: readonly (Plan & { readonly by: Owner })[],
): Promise<readonly SubmitResult[]> {
  const signed = plans.map((plan) => sign(ledger.draft(plan), plan.by.signers));
  const results = await ledger.submitMany(signed, { wait: 'proven' });
  return results.map((result) => {
    assert.ok(result.status !== 'rejected', JSON.stringify(result));
    return result;
  });
}

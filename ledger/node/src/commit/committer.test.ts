import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';

import type { Block } from '@stele/kernel';

import type { LedgerStorage } from '../storage/ledger-storage.ts';
import { Committer, type CommitFailure, type Pending } from './committer.ts';
import type { TicketResult } from './ticket.ts';

/** A storage that does what it is told, when it is told. */
class PlayedStorage {
  readonly groups: number[][] = [];
  readonly syncs: number[] = [];
  #release: (() => void) | undefined;
  failTruth: Error | undefined;
  failDerived: Error | undefined;
  isHeld = false;

  async writeTruth(blocks: readonly Block[]): Promise<void> {
    this.groups.push(blocks.map(({ height }) => height));
    if (this.isHeld) await new Promise<void>((resolve) => (this.#release = resolve));
    if (this.failTruth !== undefined) throw this.failTruth;
  }

  writeDerived(): Promise<void> {
    return this.failDerived === undefined ? Promise.resolve() : Promise.reject(this.failDerived);
  }

  syncDerived(): Promise<void> {
    this.syncs.push(this.groups.length);
    return Promise.resolve();
  }

  release(): void {
    this.#release?.();
  }
}

class Played {
  readonly storage = new PlayedStorage();
  readonly told: string[] = [];
  readonly failures: CommitFailure[] = [];
  nowMs = 0;
  readonly committer: Committer;

  constructor() {
    this.committer = new Committer({
      storage: this.storage as unknown as LedgerStorage,
      signCheckpoint: ({ height }) => {
        this.told.push(`signed ${String(height)}`);
        return Promise.resolve();
      },
      taken: (group) => this.told.push(`taken ${String(group.length)}`),
      committed: ({ height }) => this.told.push(`committed ${String(height)}`),
      monotonicMs: () => this.nowMs,
      failed: (commitFailure) => this.failures.push(commitFailure),
    });
  }

  add(height: number | undefined, entryBytes = 10, effectBytes = 10): void | Promise<void> {
    return this.committer.add(this.pending(height, entryBytes, effectBytes));
  }

  pending(height: number | undefined, entryBytes = 10, effectBytes = 10): Pending {
    const result: TicketResult = { kind: 'void', code: 'EXPIRED' };
    const settle = (): void => void this.told.push(`answered ${String(height)}`);
    const ticket = { settle } as unknown as Pending['answers'][number]['ticket'];
    const block =
      height === undefined
        ? undefined
        : ({
            height,
            entries: [new Uint8Array(entryBytes)],
            effects: [new Uint8Array(effectBytes)],
          } as unknown as Block);
    return { block, answers: [{ ticket, result }], ownEnvelopes: 1 };
  }
}

test('what is executed while a group is written becomes the next group', async () => {
  const played = new Played();
  played.storage.isHeld = true;
  void played.add(1);
  for (const height of [2, 3, undefined, 4]) void played.add(height);
  await setImmediate();
  assert.deepEqual(played.storage.groups, [[1]]);
  played.storage.isHeld = false;
  played.storage.release();
  await played.committer.drained();
  assert.deepEqual(played.storage.groups, [[1], [2, 3, 4]]);
  assert.deepEqual(played.told, [
    'taken 1',
    'signed 1',
    'committed 1',
    'answered 1',
    'taken 4',
    'signed 4',
    'committed 4',
    'answered 2',
    'answered 3',
    'answered undefined',
    'answered 4',
  ]);
});

test('a delivery without a block is answered behind what came before it', async () => {
  const played = new Played();
  void played.add(undefined);
  await played.committer.drained();
  assert.deepEqual(played.told, ['taken 1', 'answered undefined']);
  assert.deepEqual(played.storage.groups, []);
});

test('deliveries wait while too much is executed and not written', async () => {
  const played = new Played();
  played.storage.isHeld = true;
  assert.equal(played.add(1), undefined);
  assert.equal(played.add(2, 16_000_000), undefined);
  let hasRoom = false;
  const waiting = Promise.resolve(played.add(3, 1_000_000)).then(() => (hasRoom = true));
  await setImmediate();
  assert.equal(hasRoom, false);
  played.storage.isHeld = false;
  played.storage.release();
  await waiting;
  await played.committer.drained();
});

test('a group is of 256 blocks at most', async () => {
  const played = new Played();
  played.storage.isHeld = true;
  void played.add(0);
  for (let height = 1; height <= 300; height++) void played.add(height);
  played.storage.isHeld = false;
  played.storage.release();
  await played.committer.drained();
  assert.deepEqual(
    played.storage.groups.map((group) => group.length),
    [1, 256, 44],
  );
});

test('a group that cannot be written ends it all: nothing is signed, told, or written after', async () => {
  for (const phase of ['truth', 'derived'] as const) {
    const played = new Played();
    const reason = new Error('a fault of the test');
    played.storage.isHeld = true;
    if (phase === 'truth') played.storage.failTruth = reason;
    else played.storage.failDerived = reason;
    void played.add(1);
    void played.add(2);
    played.storage.release();
    await played.committer.drained();
    const [first, ...more] = played.failures;
    assert.equal(first?.phase, phase);
    assert.equal(first.reason, reason);
    assert.deepEqual([first.group.length, first.rest.length, more.length], [1, 1, 0]);
    assert.equal(
      played.told.some((line) => line.startsWith('answered') || line.startsWith('committed')),
      false,
    );
    if (phase === 'truth') assert.equal(played.told.includes('signed 1'), false);
    assert.throws(() => played.add(3), /bug/);
  }
});

test('derived files are synced after ten seconds of work, and not for none', async () => {
  const played = new Played();
  void played.add(1);
  await played.committer.drained();
  played.nowMs = 9_999;
  void played.add(2);
  await played.committer.drained();
  assert.deepEqual(played.storage.syncs, []);
  played.nowMs = 10_000;
  void played.add(undefined);
  await played.committer.drained();
  assert.deepEqual(played.storage.syncs, [2]);
  played.nowMs = 30_000;
  void played.add(undefined);
  await played.committer.drained();
  assert.deepEqual(played.storage.syncs, [2]);
});

test('few entries with many effects are back-pressure too', async () => {
  const played = new Played();
  played.storage.isHeld = true;
  assert.equal(played.add(1), undefined);
  await setImmediate();
  assert.equal(played.add(2, 10, 8_000_000), undefined);
  const room = played.add(3, 10, 9_000_000);
  assert.ok(room instanceof Promise, 'a call may write a hundred times its own bytes');
  played.storage.isHeld = false;
  played.storage.release();
  await room;
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';

import { failure, isCoded } from '@stele/base';
import { inspectSubmission } from '@stele/kernel';
import { decodeEnvelope } from '@stele/protocol';

import type { Ticket, TicketResult } from '../commit/ticket.ts';
import { MemoryChain } from '../test/memory-chain.ts';
import type { Verifier } from '../verification/verifier.ts';
import { Intake, type OwnEnvelope } from './intake.ts';

const chain = new MemoryChain();
const template = inspectSubmission(chain.identity, chain.submission());

/** Answers when it is told to, so that a busy pipe can be played. */
class SlowVerifier implements Verifier {
  readonly asked: ((verdicts: readonly boolean[]) => void)[] = [];
  readonly payloads: ((isMatching: boolean) => void)[] = [];

  verify(signed: readonly unknown[]): Promise<readonly boolean[]> {
    return new Promise((resolve) => {
      this.asked.push((verdicts) => {
        resolve(verdicts.length > 0 ? verdicts : signed.map(() => true));
      });
    });
  }

  matchPayloads(): Promise<boolean> {
    return new Promise((resolve) => {
      this.payloads.push(resolve);
    });
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

class Played {
  readonly verifier = new SlowVerifier();
  readonly ordered: { readonly item: Uint8Array; readonly envelope: OwnEnvelope }[] = [];
  readonly failures: unknown[] = [];
  readonly intake: Intake;
  refusal: Error | undefined;

  constructor() {
    this.intake = new Intake({
      node: 'node-1',
      verifier: this.verifier,
      suite: chain.identity.suite,
      stampMs: () => 1_000 + this.ordered.length,
      order: (item, envelope) => {
        if (this.refusal !== undefined) return Promise.reject(this.refusal);
        this.ordered.push({ item, envelope });
        return Promise.resolve();
      },
      failed: (reason) => this.failures.push(reason),
    });
  }

  /** Adds tickets; what they are told appears in the list. */
  add(count: number, bytes = template.tx.length, hasUncheckedPayloads = false): TicketResult[] {
    const results: TicketResult[] = [];
    for (let i = 0; i < count; i++) {
      const ticket: Ticket = {
        candidate: template,
        bytes,
        hasUncheckedPayloads,
        settle: (result) => results.push(result),
      };
      this.intake.add(ticket);
    }
    return results;
  }

  get sizes(): number[] {
    return this.ordered.map(({ envelope }) => envelope.candidates.length);
  }
}

/** Bytes of a transaction that fills an envelope. */
const FULL = 131_072;

test('an idle node closes an envelope at once, a busy one pools what comes', async () => {
  const played = new Played();
  played.add(1);
  await setImmediate();
  for (const count of [2, 3]) {
    played.add(count);
    await setImmediate();
  }
  assert.equal(played.verifier.asked.length, 1, 'one is on its way');
  played.verifier.asked[0]?.([]);
  await setImmediate();
  assert.deepEqual(played.sizes, [1]);
  played.intake.released(1);
  played.verifier.asked[1]?.([]);
  await setImmediate();
  assert.deepEqual(played.sizes, [1, 5]);
});

test('full envelopes need not wait for one another, up to four of them', async () => {
  const played = new Played();
  for (let i = 0; i < 6; i++) {
    played.add(1, FULL);
    await setImmediate();
  }
  assert.equal(played.verifier.asked.length, 4);
  for (const answer of played.verifier.asked) answer([]);
  await setImmediate();
  assert.deepEqual(played.sizes, [1, 1, 1, 1]);
  played.intake.released(1);
  assert.equal(played.verifier.asked.length, 5);
});

test('envelopes are ordered one after the other, whichever is verified first', async () => {
  const played = new Played();
  played.add(1, FULL);
  await setImmediate();
  played.add(1, FULL);
  await setImmediate();
  played.verifier.asked[1]?.([]);
  await setImmediate();
  assert.deepEqual(played.sizes, []);
  played.verifier.asked[0]?.([]);
  await setImmediate();
  assert.deepEqual(played.sizes, [1, 1]);
  const numbers = played.ordered.map(({ item }) => decodeEnvelope(item).number);
  assert.deepEqual(numbers, [1, 2]);
  assert.deepEqual(
    played.ordered.map(({ item }) => decodeEnvelope(item).stampMs),
    [1_000, 1_001],
  );
});

test('an envelope holds what it should, or one larger transaction alone', async () => {
  const played = new Played();
  played.add(3, 65_000);
  played.add(1, 131_073);
  played.add(1);
  for (let round = 0; round < 4; round++) {
    await setImmediate();
    played.verifier.asked[round]?.([]);
    await setImmediate();
    played.intake.released(1);
  }
  assert.deepEqual(played.sizes, [2, 1, 1, 1]);
});

test('what is not signed rightly is told so, and the rest goes on', async () => {
  const played = new Played();
  const results = played.add(3);
  await setImmediate();
  played.verifier.asked[0]?.([true, false, true]);
  await setImmediate();
  assert.deepEqual(results, [{ kind: 'void', code: 'SIGNATURE_INVALID' }]);
  assert.deepEqual(played.sizes, [2]);
  played.intake.released(1);
  const alone = played.add(1);
  await setImmediate();
  played.verifier.asked[1]?.([false]);
  await setImmediate();
  assert.equal(alone.length, 1);
  assert.deepEqual(played.sizes, [2]);
});

test('large payloads are waited for, and those that are others than named are refused', async () => {
  const played = new Played();
  const results = [played.add(1), played.add(3, 40_000, true)];
  await setImmediate();
  const told = played.add(1, FULL);
  await setImmediate();
  for (const answer of played.verifier.asked) answer([]);
  await setImmediate();
  assert.deepEqual(played.sizes, [], 'nothing overtakes what is being hashed');
  const [first, second, third] = played.verifier.payloads;
  first?.(true);
  second?.(false);
  await setImmediate();
  assert.deepEqual(played.sizes, []);
  third?.(true);
  await setImmediate();
  assert.deepEqual(played.sizes, [3, 1]);
  const [plain, large] = results;
  assert.deepEqual([plain, told], [[], []]);
  const refusals = large?.map((result) => result.kind === 'failed' && result.error.code);
  assert.deepEqual(refusals, ['PAYLOAD_MISMATCH']);
});

test('a full queue is BUSY', () => {
  const played = new Played();
  for (let i = 0; i < 16; i++) played.add(1, 1_048_576);
  assert.throws(
    () => played.add(1),
    (error) => isCoded(error, 'BUSY') && error.retryable,
  );
});

test('draining waits for all that was taken in; aborting refuses it', async () => {
  const refusal = failure('NODE_STOPPING', 'stopping');
  const drained = new Played();
  drained.add(1);
  let isDrained = false;
  const draining = drained.intake.drain(refusal).then(() => (isDrained = true));
  assert.throws(
    () => drained.add(1),
    (error) => error === refusal,
  );
  await setImmediate();
  drained.verifier.asked[0]?.([]);
  await setImmediate();
  assert.equal(isDrained, false);
  drained.intake.released(1);
  await draining;

  const aborted = new Played();
  const results = [...Array.from({ length: 3 }, () => aborted.add(1))];
  aborted.intake.abort(refusal);
  assert.deepEqual(results.flat(), Array(3).fill({ kind: 'failed', error: refusal }));
  await aborted.intake.drain(refusal);
});

test('without an engine nothing goes on, and everybody is told', async () => {
  const played = new Played();
  played.refusal = failure('ORDERING_STOPPED', 'stopped', { retryable: true });
  const results = played.add(2);
  await setImmediate();
  played.verifier.asked[0]?.([]);
  await setImmediate();
  assert.deepEqual(
    results.map((result) => result.kind === 'failed' && result.error.code),
    ['ORDERING_STOPPED', 'ORDERING_STOPPED'],
  );
  assert.deepEqual(played.failures, [played.refusal]);
});

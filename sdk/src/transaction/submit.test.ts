import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isCoded, utf8 } from '@stele/base';
import type { SubmitOptions, SubmitResult } from '@stele/protocol';
import { connect } from '../index.ts';
import type { SignedTransaction } from '../index.ts';
import { fakeWorld } from '../test/fake-world.ts';
import { stubTransport } from '../test/stub-transport.ts';

const id = '11'.repeat(32);
const signed: SignedTransaction = {
  id: new Uint8Array(32).fill(0x11),
  submission: { tx: utf8('tx'), payloads: [] },
};
const committed: SubmitResult = { id, status: 'committed', height: 1, index: 2, code: '' };

interface Attempt {
  readonly ledger: Awaited<ReturnType<typeof connect>>;
  readonly asked: readonly SubmitOptions[];
}

/** A ledger that answers with `results` in turn, the last one for ever, each after `tookMs`. */
async function answering(results: readonly SubmitResult[], tookMs = 0): Promise<Attempt> {
  const world = fakeWorld();
  const asked: SubmitOptions[] = [];
  const submit = async (_: unknown, options: SubmitOptions): Promise<SubmitResult> => {
    asked.push(options);
    await world.sleep(Math.min(tookMs, options.timeoutMs));
    return results[Math.min(asked.length, results.length) - 1] ?? committed;
  };
  const ledger = await connect({ api: stubTransport({ submit }), world });
  return { ledger, asked };
}

void test('waiting is asking again, until the status is there', async () => {
  const { ledger, asked } = await answering([
    { id, status: 'accepted' },
    { id, status: 'ordered' },
    committed,
    { ...committed, status: 'proven' },
  ]);
  const submitted = await ledger.submit(signed, { wait: 'proven' });
  assert.equal(submitted.status, 'proven');
  assert.equal(asked.length, 4);
});

void test('a wait is cut into requests that a node holds back, and no longer than wanted', async () => {
  const { ledger, asked } = await answering([{ id, status: 'accepted' }], 60_000);
  await assert.rejects(ledger.submit(signed, { timeoutMs: 25_000 }), (error) => {
    assert.ok(isCoded(error, 'WAIT_RAN_OUT'));
    assert.equal(error.retryable, true);
    assert.equal(error.data?.['transaction'], id);
    return true;
  });
  assert.ok(asked.every(({ timeoutMs }) => timeoutMs <= 10_000));
  const total = asked.reduce((sum, { timeoutMs }) => sum + timeoutMs, 0);
  assert.ok(total > 24_000 && total <= 25_000, String(total));
});

void test('not waiting at all is one request', async () => {
  const { ledger, asked } = await answering([{ id, status: 'accepted' }]);
  const submitted = await ledger.submit(signed, { wait: 'accepted' });
  assert.deepEqual([submitted.status, submitted.height], ['accepted', undefined]);
  assert.equal(asked.length, 1);
});

void test('a refusal ends the wait, with where it stands', async () => {
  const { ledger, asked } = await answering([{ ...committed, code: 'RECORD_EXISTS' }]);
  await assert.rejects(ledger.submit(signed, { wait: 'proven' }), (error) => {
    assert.ok(isCoded(error, 'RECORD_EXISTS'));
    assert.deepEqual([error.data?.['height'], error.data?.['index']], [1, 2]);
    return true;
  });
  assert.equal(asked.length, 1);
});

void test('an answer about another transaction is none', async () => {
  const { ledger } = await answering([{ ...committed, id: '22'.repeat(32) }]);
  await assert.rejects(ledger.submit(signed), (error) => isCoded(error, 'ANSWER_MALFORMED'));
  const results: readonly (readonly SubmitResult[])[] = [
    [],
    [committed, committed],
    [{ ...committed, id: 'x' }],
  ];
  for (const many of results) {
    const api = stubTransport({ submitMany: () => Promise.resolve(many) });
    const lied = await connect({ api });
    await assert.rejects(lied.submitMany([signed]), (error) => isCoded(error, 'ANSWER_MALFORMED'));
  }
});

/** The part of the suite that collects signatures: handing in, the inbox, adding, withdrawing. */

import assert from 'node:assert/strict';
import { fromBase64url, toBase64url } from '@stele/base';
import { decodeBody, encodeBody, signingInput, transactionId } from '@stele/protocol';
import {
  type AssetBench,
  inputOf,
  newOutput,
  signatureOf,
  signedBy,
  transfer,
  type Unsigned,
} from './asset-bench.ts';
import { assetBench } from './asset-tests.ts';
import { COMMITTED, PROVEN, rejectsWith } from './transport-bench.ts';
import type { Bench } from './transport-bench.ts';

/** A swap that alice and bob both have to sign. */
async function swap(world: AssetBench): Promise<Unsigned> {
  const { alice, bob } = world;
  const [hers] = await world.issue(alice, [10]);
  const [his] = await world.issue(bob, [7]);
  assert.ok(hers !== undefined && his !== undefined);
  const inputs = [inputOf(hers), inputOf(his)];
  return world.unsigned(
    transfer([alice, bob], inputs, [newOutput(10, bob), newOutput(7, alice, 1)]),
  );
}

export async function collecting(bench: Bench): Promise<void> {
  const world = await assetBench(bench);
  const { api, alice, bob, issuer } = world;
  const unsigned = await swap(world);
  const collected = await api.collect(signedBy(unsigned, [alice]), COMMITTED);
  assert.ok(collected.status === 'collecting');
  assert.deepEqual(collected.missing, [bob.text]);
  const waiting = await api.inbox({ account: bob.text });
  assert.equal(waiting.length, 1);
  const [pending] = waiting;
  assert.equal(pending?.id, collected.id);
  assert.deepEqual(fromBase64url(pending.transaction), unsigned.body);
  assert.deepEqual(pending.signers, [alice.text, bob.text]);
  assert.deepEqual(pending.missing, [bob.text]);
  assert.equal(pending.validUntil, collected.validUntil);
  assert.equal(pending.signatures.length, 1);
  assert.deepEqual(await api.pending(collected.id), pending);
  for (const other of [alice, issuer]) {
    assert.deepEqual(await api.inbox({ account: other.text }), [], 'it waits for nobody else');
  }
  const again = await api.collect(signedBy(unsigned, [alice]), COMMITTED);
  assert.deepEqual(again, collected, 'handing in twice is handing in once');
  await rejectsWith('TRANSACTION_UNKNOWN', () => api.transaction(collected.id));
  const done = await api.addSignatures(collected.id, [signatureOf(bob, unsigned)], PROVEN);
  assert.ok(done.status === 'proven');
  assert.deepEqual([done.id, done.code], [collected.id, '']);
  assert.equal((await api.transaction(collected.id)).signatures.length, 2);
  await rejectsWith('PENDING_UNKNOWN', () => api.pending(collected.id));
  assert.deepEqual(await api.inbox({ account: bob.text }), []);
  const late = await api.collect(signedBy(unsigned, [alice]), COMMITTED);
  assert.ok(late.status !== 'collecting' && late.replayed === true, 'it has its outcome');
}

export async function whole(bench: Bench): Promise<void> {
  const world = await assetBench(bench);
  const { api, alice, bob } = world;
  const unsigned = await swap(world);
  const done = await api.collect(signedBy(unsigned, [alice, bob]), PROVEN);
  assert.deepEqual([done.status, 'code' in done && done.code], ['proven', '']);
  const other = await swap(world);
  const { id } = await api.collect(signedBy(other, [bob]), COMMITTED);
  const both = await api.collect(signedBy(other, [alice]), PROVEN);
  assert.deepEqual([both.id, both.status], [id, 'proven'], 'the second half may be handed in too');
}

export async function together(bench: Bench): Promise<void> {
  const world = await assetBench(bench);
  const { api, alice, bob, issuer } = world;
  const [hers] = await world.issue(alice, [10]);
  assert.ok(hers !== undefined);
  const all = [alice, bob, issuer];
  const unsigned = await world.unsigned(transfer(all, [inputOf(hers)], [newOutput(10, bob)]));
  const { id } = await api.collect(signedBy(unsigned, [alice]), COMMITTED);
  const answers = await Promise.all(
    [bob, issuer].map((one) => api.addSignatures(id, [signatureOf(one, unsigned)], PROVEN)),
  );
  assert.ok(
    answers.some(({ status }) => status === 'proven'),
    'neither signature is lost',
  );
  assert.equal((await api.transaction(id)).code, '');
}

export async function refusedSignatures(bench: Bench): Promise<void> {
  const world = await assetBench(bench);
  const { api, alice, bob, issuer } = world;
  const unsigned = await swap(world);
  const { id } = await api.collect(signedBy(unsigned, [alice]), COMMITTED);
  const good = signatureOf(bob, unsigned);
  const bad = { ...good, signature: good.signature.map((byte, i) => (i === 40 ? byte ^ 1 : byte)) };
  await rejectsWith('SIGNATURE_INVALID', () => api.addSignatures(id, [bad], COMMITTED));
  const stranger = signatureOf(issuer, unsigned);
  await rejectsWith('SIGNATURE_UNWANTED', () => api.addSignatures(id, [stranger], COMMITTED));
  await rejectsWith('SIGNATURE_UNWANTED', () =>
    api.collect(signedBy(unsigned, [alice, issuer]), COMMITTED),
  );
  const unknown = ['00'.repeat(32), id.toUpperCase(), '', 'x'];
  for (const none of unknown) {
    await rejectsWith('PENDING_UNKNOWN', () => api.addSignatures(none, [good], COMMITTED));
    await rejectsWith('PENDING_UNKNOWN', () => api.pending(none));
    await rejectsWith('PENDING_UNKNOWN', () => api.withdraw(none));
  }
  assert.equal((await api.pending(id)).signatures.length, 1, 'nothing of it was kept');
  for (const [change, code] of [
    [{ validUntilMs: 1 }, 'EXPIRED'],
    [{ validUntilMs: Date.now() + 100 * 3_600_000 }, 'VALID_UNTIL_TOO_FAR'],
    [{ chain: new Uint8Array(8) }, 'WRONG_CHAIN'],
  ] as const) {
    const body = encodeBody({ ...decodeBody(unsigned.body), ...change });
    const input = signingInput(transactionId(bench.chain.suite, bench.chain.fingerprint, body));
    const changed = signedBy({ body, input, signers: [] }, [alice]);
    await rejectsWith(code, () => api.collect(changed, COMMITTED));
  }
  await rejectsWith('PRINCIPAL_MALFORMED', () => api.inbox({ account: 'nobody' }));
}

export async function withdrawing(bench: Bench): Promise<void> {
  const world = await assetBench(bench);
  const { api, alice, bob } = world;
  const unsigned = await swap(world);
  const { id } = await api.collect(signedBy(unsigned, [alice]), COMMITTED);
  await api.withdraw(id);
  await rejectsWith('PENDING_UNKNOWN', () => api.withdraw(id));
  assert.deepEqual(await api.inbox({ account: bob.text }), []);
  const again = await api.collect(signedBy(unsigned, [alice]), COMMITTED);
  assert.equal(again.status, 'collecting', 'who withdrew may hand it in again');
  assert.equal(toBase64url(unsigned.body), (await api.pending(id)).transaction);
}

export async function severalKeys(bench: Bench): Promise<void> {
  const world = await assetBench(bench);
  const { api, alice } = world;
  const firm = await world.openJointAccount(2, 3);
  const [purse] = await world.issue(firm.account, [100]);
  assert.ok(purse !== undefined);
  const unsigned = await world.unsigned(
    transfer(firm.account, [inputOf(purse)], [newOutput(100, alice)]),
  );
  const [first, second, third] = firm.keys;
  assert.ok(first !== undefined && second !== undefined && third !== undefined);
  const { id } = await api.collect(signedBy(unsigned, [first]), COMMITTED);
  assert.deepEqual((await api.pending(id)).missing, [firm.account.text]);
  const inboxes = await Promise.all(
    [firm.account, first, second, third].map(({ text }) => api.inbox({ account: text })),
  );
  assert.deepEqual(
    inboxes.map(({ length }) => length),
    [1, 0, 1, 1],
    'it waits for those keys of the account that have not signed',
  );
  const done = await api.addSignatures(id, [signatureOf(third, unsigned)], PROVEN);
  assert.equal(done.status, 'proven');
}

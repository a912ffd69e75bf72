import assert from 'node:assert/strict';
import { test } from 'node:test';

import { utf8 } from '@stele/base';
import { decodeSignature, statementSigningInput, verifySignature } from '@stele/protocol';
import { nodeCrypto } from '@stele/protocol/node';

import { makeKeys } from '../keys/key-files.ts';
import { FaultyDisk } from '../test/faulty-disk.ts';
import { MADE_MS, MemoryChain } from '../test/memory-chain.ts';
import {
  ensureStatement,
  isInForce,
  makeStatement,
  readOwnStatement,
  readStatement,
  writeStatement,
} from './statement.ts';

const DAY_MS = 86_400_000;
const identity = { organisation: 'local', node: 'node-1' };
const chain = new MemoryChain().identity;

test('a statement says what it should, is signed, and comes back from the disk', async () => {
  const disk = new FaultyDisk();
  const keys = await makeKeys(disk, '');
  const made = makeStatement(chain, identity, keys, MADE_MS);
  const signature = decodeSignature(made.signature);
  assert.deepEqual(signature.key, keys.organisation.publicKey);
  assert.ok(
    verifySignature(nodeCrypto, signature, statementSigningInput(chain.fingerprint, made.bytes)),
  );
  assert.equal(made.statement.notAfterMs - made.statement.notBeforeMs, 365 * DAY_MS);
  await writeStatement(disk, 'statement', made);
  assert.deepEqual(await readStatement(disk), made);
});

test('it is kept while it is good, and made anew when it ends, the clock is before it, or a key is another', async () => {
  const disk = new FaultyDisk();
  const keys = await makeKeys(disk, '');
  const ensure = (nowMs: number, own = keys): ReturnType<typeof ensureStatement> =>
    ensureStatement(disk, chain, identity, { keys: own, nowMs });
  const first = await ensure(MADE_MS);
  assert.deepEqual(await ensure(MADE_MS + 334 * DAY_MS), first);
  const second = await ensure(MADE_MS + 335 * DAY_MS);
  assert.notDeepEqual(second, first);
  assert.equal(isInForce(second, keys, MADE_MS), false);
  const others = await makeKeys(new FaultyDisk(), '');
  for (const name of ['log', 'cosigner', 'organisation'] as const) {
    const own = { ...keys, [name]: others[name] };
    const nowMs = MADE_MS + 336 * DAY_MS;
    assert.equal(isInForce(second, own, nowMs), false, name);
    assert.ok(isInForce(await ensure(nowMs, own), own, nowMs), name);
    await writeStatement(disk, 'statement', second);
  }
});

test('one whose signature does not fit is made anew, and nothing in it is believed', async () => {
  const disk = new FaultyDisk();
  const keys = await makeKeys(disk, '');
  const made = makeStatement(chain, identity, keys, MADE_MS);
  const bytes = made.bytes.slice();
  const at = Buffer.from(bytes).indexOf('node-1') + 5;
  bytes[at] = '7'.charCodeAt(0);
  await writeStatement(disk, 'statement', { ...made, bytes });
  assert.equal((await readStatement(disk))?.statement.node, 'node-7');
  assert.equal(await readOwnStatement(disk, chain), undefined);
  await ensureStatement(disk, chain, identity, { keys, nowMs: MADE_MS });
  assert.deepEqual(await readOwnStatement(disk, chain), made);
});

test('one that cannot be read is made anew', async () => {
  const disk = new FaultyDisk();
  const keys = await makeKeys(disk, '');
  for (const bytes of [utf8('nonsense'), Uint8Array.of(0x82, 0x40, 0x80), new Uint8Array(0)]) {
    await disk.replace('statement', bytes);
    assert.equal(await readStatement(disk), undefined);
    const made = await ensureStatement(disk, chain, identity, { keys, nowMs: MADE_MS });
    assert.deepEqual(await readStatement(disk), made);
  }
});

/** Which keys a node takes for its own, and what it says of others. */

import assert from 'node:assert/strict';
import { chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { isCoded } from '@stele/base';
import { generateSigner } from '@stele/protocol/node';

import { emptyFolder, openTestNode } from './test/test-node.ts';

test('keys that are missing, exposed, unreadable or of another chain are refused with what to do', async (t) => {
  const dataFolder = emptyFolder(t);
  await (await openTestNode({ dataFolder })).close();
  const path = join(dataFolder, 'keys', 'organisation.key');
  const pem = readFileSync(path);
  const expectCode = (code: string): Promise<void> =>
    assert.rejects(openTestNode({ dataFolder }), (error) => {
      assert.ok(isCoded(error, code), String(error));
      assert.ok((error.action ?? '').length > 10);
      return true;
    });
  chmodSync(path, 0o640);
  await expectCode('KEY_EXPOSED');
  chmodSync(path, 0o600);
  writeFileSync(path, 'no key');
  await expectCode('KEY_UNREADABLE');
  writeFileSync(path, generateSigner().pem);
  await expectCode('KEY_MISMATCH');
  rmSync(path);
  await expectCode('KEY_MISSING');
  writeFileSync(path, pem, { mode: 0o600 });
  const genesis = readFileSync(join(dataFolder, 'genesis'));
  rmSync(join(dataFolder, 'genesis'));
  await expectCode('GENESIS_MISSING');
  writeFileSync(join(dataFolder, 'genesis'), genesis);
  await (await openTestNode({ dataFolder })).close();
});

test('new log and cosigner keys are taken up when the statement of those before was removed', async (t) => {
  const dataFolder = emptyFolder(t);
  await (await openTestNode({ dataFolder })).close();
  for (const name of ['log', 'cosigner']) {
    const path = join(dataFolder, 'keys', `${name}.key`);
    const before = readFileSync(path);
    writeFileSync(path, generateSigner().pem);
    const opening = openTestNode({ dataFolder });
    await assert.rejects(
      opening,
      (error) => isCoded(error, 'KEY_MISMATCH') && error.message.includes(`keys/${name}.key`),
    );
    writeFileSync(path, before);
  }
  for (const name of ['log', 'cosigner']) {
    writeFileSync(join(dataFolder, 'keys', `${name}.key`), generateSigner().pem);
  }
  rmSync(join(dataFolder, 'statement'));
  const node = await openTestNode({ dataFolder });
  const vkeys = Buffer.from(await node.api.log('vkeys')).toString();
  const checkpoint = Buffer.from(await node.api.log('checkpoint')).toString();
  const keyId = Buffer.from(vkeys.split('+')[1] ?? '', 'hex');
  const line = /^— \S+ (\S+)$/m.exec(checkpoint)?.[1] ?? '';
  assert.deepEqual(Buffer.from(line, 'base64').subarray(0, 4), keyId);
});

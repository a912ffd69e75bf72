import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { openNode, systemClock } from '@stele/node';
import { Value } from 'typebox/value';

import { adminKeyOf } from '../../../settings/data-folder.ts';
import { temporaryFolder } from '../../../test/fake-world.ts';
import { quietLog } from '../../quiet-log.ts';
import { serve } from '../serve.ts';
import { folderSizes } from './folder-sizes.ts';
import { StatusSchema, type StatusView } from './status-schema.ts';

void test('the status of a server, for whoever has a key', async (context) => {
  const folder = join(temporaryFolder(context), 'data');
  const node = await openNode({ dataFolder: folder, log: quietLog, verifierThreads: 0 });
  const adminKey = adminKeyOf(folder);
  const exposure = { host: '127.0.0.1', behindProxy: false };
  const serving = await serve(
    { node, evidence: undefined, folder },
    { exposure, port: 0, log: quietLog, adminKey },
  );
  context.after(async () => {
    await serving.close();
    await node.close();
  });
  const { address } = serving;
  assert.equal((await fetch(`${address}/v1/status`)).status, 401);
  const headers = { authorization: `Bearer ${adminKey}` };
  const answer = await fetch(`${address}/v1/status`, { headers });
  assert.equal(answer.status, 200);
  const status = (await answer.json()) as StatusView;
  assert.deepEqual(Value.Errors(StatusSchema, status), []);
  assert.deepEqual([status.chain.name, status.chain.writable], ['main', true]);
  const log = status.storage.parts.find(({ name }) => name === 'log');
  assert.ok((log?.bytes ?? 0) > 0);
  assert.ok(status.storage.refuseAtBytes < status.storage.warnAtBytes);
  assert.deepEqual([status.projection, status.tls], [undefined, undefined]);
  for (const { name, value, meaning } of status.limits) {
    assert.ok(value > 0 && meaning.en !== '' && meaning['zh-CN'] !== '', name);
  }
});

void test('sizes are counted by part, bounded, and not again for a minute', async (context) => {
  const folder = temporaryFolder(context);
  const put = (path: string, bytes: number): void => {
    writeFileSync(join(folder, path), Buffer.alloc(bytes));
  };
  mkdirSync(join(folder, 'log'));
  mkdirSync(join(folder, 'postgres/base/1'), { recursive: true });
  put('log/0', 10);
  put('log/1', 20);
  put('postgres/base/1/x', 40);
  put('state', 5);
  // A link may lead out of the folder, or into itself.
  symlinkSync(folder, join(folder, 'postgres/self'));
  let aheadMs = 0;
  const clock = { ...systemClock, monotonicMs: () => aheadMs };
  const sizes = folderSizes(folder, clock);
  const first = await sizes();
  const bytesOf = (name: string): number | undefined =>
    first.parts.find((part) => part.name === name)?.bytes;
  assert.deepEqual(
    ['log', 'postgres', 'state', 'other', 'evidence'].map(bytesOf),
    [30, 40, 0, 5, 0],
    'a file called state is not the folder',
  );
  assert.ok(first.isWhole);
  put('log/2', 1_000);
  assert.equal((await sizes()).parts, first.parts, 'kept');
  aheadMs = 60_000;
  assert.equal((await sizes()).parts[0]?.bytes, 1_030);
  const bounded = await folderSizes(folder, clock, 2)();
  assert.ok(!bounded.isWhole);
  const gone = await folderSizes(join(folder, 'none'), clock)();
  assert.ok(gone.parts.every(({ bytes }) => bytes === 0));
});

/** A node on a small file system of its own, filled up for real. */

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { openNode } from '../node.ts';
import { silentLog } from '../test/memory-chain.ts';
import { customerOf, PROVEN, rejected } from '../test/test-node.ts';

const DISK_BYTES = 64 * 1_048_576;
/** Longer than the node takes to look again: a look that somebody asked for puts the next one off by up to a second. */
const LOOK_MS = 2_200;

/** Undefined: this user may mount nothing here. */
function mounted(): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'stele-disk-'));
  const size = `size=${String(DISK_BYTES)}`;
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', size, 'tmpfs', folder]).status === 0) return folder;
  rmSync(folder, { recursive: true });
  return undefined;
}

function unmount(folder: string): void {
  spawnSync('umount', [folder]);
  rmSync(folder, { recursive: true, force: true });
}

/** Leaves so many bytes free. */
function fillUpTo(folder: string, leftBytes: number): void {
  const filler = join(folder, 'filler');
  rmSync(filler, { force: true });
  const { bavail, bsize } = statfsSync(folder);
  writeFileSync(filler, new Uint8Array(bavail * bsize - leftBytes));
}

const disk = mounted();
const needsMount = { skip: disk === undefined ? 'no file system may be mounted here' : false };

void test(
  'a real disk that fills up: warned, refused, and back again',
  needsMount,
  async (t: TestContext) => {
    const root = disk ?? '';
    const dataFolder = join(root, 'data');
    const warnings: string[] = [];
    const log = { ...silentLog, warn: (event: string) => void warnings.push(event) };
    const node = await openNode({ dataFolder, log, verifierThreads: 0 });
    t.after(async () => {
      await node.close();
      unmount(root);
    });
    const customer = customerOf(dataFolder);
    const { id } = await node.api.submit(customer.record(), PROVEN);
    assert.equal(node.space?.level, 'ok');
    fillUpTo(root, 0.08 * DISK_BYTES);
    await sleep(LOOK_MS);
    assert.equal(node.space.level, 'low', 'looked at without being asked');
    assert.deepEqual(warnings, ['the disk of the data folder is nearly full']);
    await node.api.submit(customer.record(), PROVEN);
    fillUpTo(root, 0.03 * DISK_BYTES);
    await sleep(LOOK_MS);
    assert.equal(node.refusal?.code, 'STORAGE_LOW');
    await rejected(node.api.submit(customer.record(), PROVEN), 'STORAGE_LOW');
    assert.ok((await node.api.receipt(id)).length > 0);
    rmSync(join(root, 'filler'));
    await sleep(LOOK_MS);
    assert.equal(node.refusal, undefined);
    assert.equal((await node.api.submit(customer.record(), PROVEN)).status, 'proven');
  },
);

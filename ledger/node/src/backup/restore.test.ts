import assert from 'node:assert/strict';
import {
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { test, type TestContext } from 'node:test';

import { fromHex, toHex } from '@stele/base';
import {
  consistencyPath,
  decodeEntry,
  decodeSystemAct,
  leafHash,
  originOf,
  parseCheckpoint,
  suiteOf,
  verifyConsistency,
  verifyReceipt,
} from '@stele/protocol';
import { nodeCrypto } from '@stele/protocol/node';

import { checkFolder } from '../check/check-folder.ts';
import { checkpointTextIn } from '../storage/checkpoint-slots.ts';
import { EMPTY_PLACE } from '../storage/marks.ts';
import { openNodeDisk } from '../storage/node-disk.ts';
import { StoredEntries } from '../storage/stored-entries.ts';
import { silentLog } from '../test/memory-chain.ts';
import {
  customerOf,
  emptyFolder,
  openedNode,
  openTestNode,
  PROVEN,
  rejected,
} from '../test/test-node.ts';
import { backupFolder } from './backup-folder.ts';
import type { Manifest } from './manifest.ts';
import { restoreFolder, type RestoreOptions, type RestoreReport } from './restore-folder.ts';

const suite = suiteOf('intl', nodeCrypto);

interface Lost {
  readonly dataFolder: string;
  readonly backup: string;
  readonly fingerprint: string;
  /** Ids that the backup holds, and those that came after it. */
  readonly kept: readonly string[];
  readonly lost: readonly string[];
  readonly receipts: ReadonlyMap<string, Uint8Array>;
}

/** A closed node, its backup, and what was recorded after the backup. */
async function lostNode(t: TestContext): Promise<Lost> {
  const { dataFolder, node, api, customer } = await openedNode(t);
  const backup = join(emptyFolder(t), 'backup');
  const kept: string[] = [];
  const lost: string[] = [];
  const receipts = new Map<string, Uint8Array>();
  const record = async (ids: string[]): Promise<void> => {
    for (const submission of [customer.record(), customer.batch(30), customer.record()]) {
      const { id } = await api.submit(submission, PROVEN);
      ids.push(id);

      receipts.set(id, await api.receipt(id));
    }
  };
  await record(kept);
  await backupFolder({ dataFolder, backupFolder: backup });
  await record(lost);
  const fingerprint = (await api.chain()).id;
  await node.close();
  return { dataFolder, backup, fingerprint, kept, lost, receipts };
}

function restore(
  t: TestContext,
  backup: string,
  options: Partial<RestoreOptions> = {},
): { readonly folder: string; readonly report: Promise<RestoreReport> } {
  const folder = join(emptyFolder(t), 'restored');
  const given = { backupFolder: backup, dataFolder: folder, log: silentLog, verifierThreads: 0 };
  return { folder, report: restoreFolder({ ...given, ...options }) };
}

function verdictOf(receipt: Uint8Array, fingerprint: string): ReturnType<typeof verifyReceipt> {
  return verifyReceipt(receipt, { crypto: nodeCrypto, trusted: [fromHex(fingerprint)] });
}

async function leavesOf(folder: string): Promise<readonly Uint8Array[]> {
  const entries = new StoredEntries(openNodeDisk(folder), EMPTY_PLACE.log);
  const leaves: Uint8Array[] = [];
  for (;;) {
    const entry = await entries.next();
    if (entry === undefined) break;
    leaves.push(leafHash(suite.logHash, entry.bytes));
  }
  await entries.close();
  return leaves;
}

void test('a backup that lost entries comes back as a new lineage of the same chain', async (t) => {
  const { dataFolder, backup, fingerprint, kept, lost, receipts } = await lostNode(t);
  const latest = checkpointTextIn(readFileSync(join(dataFolder, 'checkpoint')));
  const { folder, report } = restore(t, backup, { latest, reason: 'the disk was lost' });
  const found = await report;
  const { size: keptSize, root: keptRoot } = found.manifest.checkpoint;
  const newest = parseCheckpoint(latest).checkpoint;
  assert.equal(found.lineage, 'new');
  assert.deepEqual(found.loss, { kind: 'entries', count: newest.size - keptSize });
  assert.equal(found.origin, originOf(fromHex(fingerprint), 1));
  assert.equal(found.entries, keptSize);
  const node = await openTestNode({ dataFolder: folder });
  const { origin, logSize } = await node.api.chain();
  assert.deepEqual([origin, logSize], [found.origin, keptSize + 2]);
  for (const id of kept) assert.equal((await node.api.transaction(id)).status, 'proven');
  for (const id of lost) await rejected(node.api.transaction(id), 'TRANSACTION_UNKNOWN');
  const again = await node.api.submit(customerOf(folder).record(), PROVEN);
  for (const id of [...kept, again.id]) {
    const verdict = verdictOf(await node.api.receipt(id, { call: 0, item: 0 }), fingerprint);
    assert.equal(verdict.verdict, 'valid', JSON.stringify(verdict.steps));
    assert.equal(verdict.assurance?.lineage, 1, 'new receipts name the lineage');
  }
  for (const receipt of receipts.values()) {
    const verdict = verdictOf(receipt, fingerprint);
    assert.equal(verdict.verdict, 'valid', 'old receipts still verify');
    assert.equal(verdict.assurance?.lineage, 0);
  }
  await node.close();
  const leaves = await leavesOf(folder);
  const newRoot = parseCheckpoint(checkpointTextIn(readFileSync(join(folder, 'checkpoint'))))
    .checkpoint.root;
  const path = consistencyPath(suite.logHash, leaves, keptSize);
  const proof = { oldSize: keptSize, newSize: leaves.length, oldRoot: fromHex(keptRoot), newRoot };
  assert.ok(
    verifyConsistency(suite.logHash, { ...proof, path }),
    'the new log extends what was kept',
  );
  const checked = await checkFolder(folder, { verifierThreads: 0 });
  assert.deepEqual([checked.damage, checked.notes], [undefined, []]);
});

void test('the first entry of a lineage says what was kept and why; its keys are new', async (t) => {
  const { dataFolder, backup, fingerprint } = await lostNode(t);
  const { folder, report } = restore(t, backup, { reason: '磁盘损坏' });
  const { manifest, loss } = await report;
  assert.deepEqual(loss, { kind: 'unknown' });
  const entries = new StoredEntries(openNodeDisk(folder), EMPTY_PLACE.log);
  for (let i = 0; i < manifest.checkpoint.size; i++) await entries.next();
  const entry = decodeEntry((await entries.next())?.bytes ?? new Uint8Array(0));
  await entries.close();
  assert.equal(entry.kind, 'system');
  assert.deepEqual(decodeSystemAct(entry.content), {
    subject: 'lineage',
    oldOrigin: originOf(fromHex(fingerprint)),
    size: manifest.checkpoint.size,
    root: fromHex(manifest.checkpoint.root),
    reason: '磁盘损坏',
  });
  const same = (name: string): boolean =>
    readFileSync(join(folder, 'keys', name)).equals(readFileSync(join(dataFolder, 'keys', name)));
  assert.deepEqual(['organisation.key', 'operator.key', 'log.key', 'cosigner.key'].map(same), [
    true,
    true,
    false,
    false,
  ]);
  for (const name of readdirSync(join(folder, 'keys'))) {
    assert.equal(statSync(join(folder, 'keys', name)).mode & 0o777, 0o600);
  }
});

void test('a lineage is kept only when it is shown that nothing is lost', async (t) => {
  const { dataFolder, backup } = await lostNode(t);
  const newest = checkpointTextIn(readFileSync(join(dataFolder, 'checkpoint')));
  const refused = async (latest: string | undefined, code: string): Promise<void> => {
    const { folder, report } = restore(t, backup, { latest, sameLineage: true });
    await rejected(report, code);
    assert.deepEqual(readdirSync(dirname(folder)), [], 'nothing is left behind');
  };
  await refused(undefined, 'LINEAGE_NOT_SHOWN');
  await refused(newest, 'LINEAGE_NOT_SHOWN');
  await refused(newest.replace(/\n\d+\n/, '\n5\n'), 'CHECKPOINT_FOREIGN');
  const stranger = await openedNode(t);
  const foreign = checkpointTextIn(readFileSync(join(stranger.dataFolder, 'checkpoint')));
  await refused(foreign, 'CHECKPOINT_FOREIGN');
  await backupFolder({ dataFolder, backupFolder: backup });
  const { folder, report } = restore(t, backup, { latest: newest, sameLineage: true });
  const kept = await report;
  assert.deepEqual([kept.lineage, kept.loss], ['kept', { kind: 'none' }]);
  const node = await openTestNode({ dataFolder: folder });
  assert.equal((await node.api.chain()).origin, parseCheckpoint(newest).checkpoint.origin);
  const { id } = await node.api.submit(customerOf(folder).record(), PROVEN);
  const verdict = verdictOf(await node.api.receipt(id), (await node.api.chain()).id);
  assert.equal(verdict.assurance?.lineage, 0);
});

void test('a lineage after a lineage', async (t) => {
  const { backup, fingerprint } = await lostNode(t);
  const first = restore(t, backup);
  await first.report;
  const second = join(emptyFolder(t), 'backup-2');
  await backupFolder({ dataFolder: first.folder, backupFolder: second });
  const again = restore(t, second);
  assert.equal((await again.report).origin, originOf(fromHex(fingerprint), 2));
  const checked = await checkFolder(again.folder, { verifierThreads: 0 });
  assert.equal(checked.damage, undefined);
});

void test('a backup of the lineage that ended is not continued by the next one', async (t) => {
  const { dataFolder, backup } = await lostNode(t);
  const older = join(emptyFolder(t), 'older');
  cpSync(backup, older, { recursive: true });
  await backupFolder({ dataFolder, backupFolder: backup });
  const { folder, report } = restore(t, older);
  await report;
  const node = await openTestNode({ dataFolder: folder });
  for (let i = 0; i < 9; i++) await node.api.submit(customerOf(folder).record(), PROVEN);
  await rejected(
    backupFolder({ dataFolder: folder, backupFolder: backup }),
    'BACKUP_FOLDER_FOREIGN',
  );
  await backupFolder({ dataFolder: folder, backupFolder: older });
});

void test('every damaged, missing or cut file of a backup is refused by name', async (t) => {
  const { backup } = await lostNode(t);
  const manifest = JSON.parse(readFileSync(join(backup, 'manifest.json'), 'utf8')) as Manifest;
  let cases = 0;
  const refused = async (stored: string, damage: (path: string) => void): Promise<void> => {
    const copy = join(emptyFolder(t), 'copy');
    cpSync(backup, copy, { recursive: true });
    damage(join(copy, stored));
    const { folder, report } = restore(t, copy);
    await assert.rejects(report, (error: Error & { code?: string }) => {
      assert.equal(error.code, 'BACKUP_DAMAGED');
      assert.ok(error.message.includes(stored), error.message);
      return true;
    });
    assert.deepEqual(readdirSync(dirname(folder)), [], 'nothing is left behind');
    cases++;
  };
  for (const { stored, bytes } of manifest.files) {
    await refused(stored, (path) => {
      const content = readFileSync(path);
      const at = Math.floor(bytes / 2);
      content[at] = (content[at] ?? 0) ^ 4;
      writeFileSync(path, content);
    });
    await refused(stored, (path) => {
      truncateSync(path, bytes - 1);
    });
    await refused(stored, (path) => {
      rmSync(path);
    });
  }
  t.diagnostic(`cases: damaged files ${String(cases)}`);
});

void test('a backup whose manifest was changed with its files does not derive', async (t) => {
  const { backup } = await lostNode(t);
  const path = join(backup, 'manifest.json');
  const manifest = JSON.parse(readFileSync(path, 'utf8')) as Manifest;
  const log = manifest.files.find((file) => file.path === 'log/000000.entries');
  assert.ok(log !== undefined);
  const content = readFileSync(join(backup, log.stored));
  const at = log.bytes >> 1;
  content[at] = (content[at] ?? 0) ^ 4;
  writeFileSync(join(backup, log.stored), content);
  const { createHash } = await import('node:crypto');
  const sha256 = createHash('sha256').update(content.subarray(0, log.bytes)).digest('hex');
  const files = manifest.files.map((file) => (file === log ? { ...file, sha256 } : file));
  writeFileSync(path, JSON.stringify({ ...manifest, files }));
  const damagedLog = restore(t, backup);
  await assert.rejects(damagedLog.report, /log\/000000\.entries in the backup is damaged/);
  const root = toHex(new Uint8Array(32));
  writeFileSync(
    path,
    JSON.stringify({ ...manifest, checkpoint: { ...manifest.checkpoint, root } }),
  );
  await rejected(restore(t, backup).report, 'BACKUP_DAMAGED');
});

void test('nothing is restored over what is there, nor from what is no backup', async (t) => {
  const { dataFolder, backup } = await lostNode(t);
  const over = { backupFolder: backup, dataFolder, log: silentLog };
  await rejected(restoreFolder(over), 'RESTORE_FOLDER_TAKEN');
  const { folder, report } = restore(t, emptyFolder(t));
  await rejected(report, 'BACKUP_MISSING');
  assert.ok(!existsSync(folder));
});

void test('a clock behind the chain opens no lineage: what it signs could not be believed', async (t) => {
  const { backup } = await lostNode(t);
  const clock = { nowMs: () => Date.now() - 3_600_000, monotonicMs: () => performance.now() };
  await rejected(restore(t, backup, { clock }).report, 'CLOCK_BEHIND');
});

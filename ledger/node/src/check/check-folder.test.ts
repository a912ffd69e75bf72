import assert from 'node:assert/strict';
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join, relative } from 'node:path';
import { test, type TestContext } from 'node:test';

import { isCoded } from '@stele/base';
import {
  decodeEntry,
  decodeHeader,
  encodeEntry,
  encodeHeader,
  type SubmitResult,
} from '@stele/protocol';

import { customerOf, emptyFolder, openTestNode, PROVEN } from '../test/test-node.ts';
import { checkFolder } from './check-folder.ts';
import type { CheckProgress, CheckReport } from './report.ts';

interface Made {
  readonly folder: string;
  readonly sound: string;
  readonly results: readonly SubmitResult[];
}

/** A closed folder with a few blocks, payloads included. */
async function made(t: TestContext): Promise<Made> {
  const folder = emptyFolder(t);
  const sound = join(folder, 'sound');
  const node = await openTestNode({ dataFolder: sound });
  const customer = customerOf(sound);
  const results: SubmitResult[] = [];
  for (let block = 0; block < 5; block++) {
    const many = [customer.record(), customer.batch(3), customer.record()];
    results.push(...((await node.api.submitMany(many, PROVEN)) as SubmitResult[]));
  }
  await node.close();
  return { folder, sound, results };
}

/** Checks a copy of the sound folder after something was done to it. */
async function checkChanged(
  { folder, sound }: Made,
  change: (path: string) => void,
): Promise<CheckReport> {
  const changed = join(folder, 'changed');
  rmSync(changed, { recursive: true, force: true });
  cpSync(sound, changed, { recursive: true });
  change(changed);
  return checkFolder(changed, { verifierThreads: 0 });
}

function contentsOf(folder: string): Map<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return new Map(
    files.map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return [
        relative(folder, path),
        `${String(statSync(path).mtimeMs)} ${readFileSync(path, 'base64')}`,
      ];
    }),
  );
}

test('a sound folder is sound, nothing in it is touched, and progress is told', async (t) => {
  const { sound, folder } = await made(t);
  const before = contentsOf(sound);
  const temporary = join(folder, 'temporary');
  mkdirSync(temporary);
  const usual = process.env['TMPDIR'];
  process.env['TMPDIR'] = temporary;
  const progress: CheckProgress[] = [];
  const report = await checkFolder(sound, { onProgress: (one) => progress.push(one) });
  assert.deepEqual([report.damage, report.notes, report.entries], [undefined, [], 23]);
  assert.match(report.chain ?? '', /^[0-9a-f]{64}$/);
  assert.deepEqual(progress.at(-1), { entries: 23, entriesExpected: 23 });
  assert.deepEqual(contentsOf(sound), before);
  assert.deepEqual(readdirSync(temporary), []);
  if (usual === undefined) delete process.env['TMPDIR'];
  else process.env['TMPDIR'] = usual;
});

test('an entry that derives, and is not the one that was signed, is named, and not the tree', async (t) => {
  const folder = await made(t);
  const node = await openTestNode({ dataFolder: folder.sound });
  const { logSize } = await node.api.chain();
  const entry = await node.api.entry(logSize - 1);
  await node.close();
  const { kind, content } = decodeEntry(entry);
  assert.equal(kind, 'header');
  const header = decodeHeader(content);
  // What the engine says is in the header alone: nothing else in the block could contradict it.
  const other = encodeHeader({ ...header, engineHeight: header.engineHeight + 1 });
  const flipped = encodeEntry({ kind: 'header', content: other });
  assert.equal(flipped.length, entry.length);
  const { damage } = await checkChanged(folder, (changed) => {
    const path = join(changed, 'log', '000000.entries');
    const bytes = readFileSync(path);
    bytes.set(flipped, bytes.indexOf(entry));
    writeFileSync(path, bytes);
  });
  assert.equal(damage?.file, 'log/000000.entries');
  assert.equal(damage.index, logSize - 1);
  assert.match(damage.what, /not the entry that was signed/);
});

test('a folder in use, and one without a chain, are not checked', async (t) => {
  const { sound, folder } = await made(t);
  const node = await openTestNode({ dataFolder: sound });
  await node.api.submit(customerOf(sound).record(), PROVEN);
  await node.close();
  await assert.rejects(checkFolder(join(folder, 'nothing')), (error) =>
    isCoded(error, 'DATA_FOLDER_EMPTY'),
  );
  assert.equal((await checkFolder(sound, { verifierThreads: 0 })).damage, undefined);
});

test('damage is named by file, byte, block, entry and transaction', async (t) => {
  const all = await made(t);
  const wanted = all.results[7] ?? assert.fail();
  const { damage } = await checkChanged(all, (path) => {
    const file = join(path, 'log', '000000.entries');
    const bytes = readFileSync(file);
    const at = offsetOf(bytes, wanted.index ?? 0);
    // Inside the transaction's salt: it is still a transaction, but another one.
    bytes[at + 40] = (bytes[at + 40] ?? 0) ^ 1;
    writeFileSync(file, bytes);
  });
  assert.deepEqual(
    [damage?.file, damage?.height, damage?.index],
    ['log/000000.entries', wanted.height, wanted.index],
  );
  assert.equal(
    damage?.offset,
    offsetOf(readFileSync(join(all.sound, 'log', '000000.entries')), wanted.index ?? 0),
  );
  assert.match(damage.transaction ?? '', /^[0-9a-f]{64}$/);
});

function offsetOf(bytes: Buffer, index: number): number {
  let offset = 0;
  for (let i = 0; i < index; i++) offset += 2 + bytes.readUInt16BE(offset);
  return offset;
}

test('files that are cut, missing or too long', async (t) => {
  const all = await made(t);
  const cases: readonly (readonly [string, (path: string) => void, string | undefined])[] = [
    [
      'log/000000.entries',
      (path) => {
        truncateSync(path, statSync(path).size - 1);
      },
      'log/000000.entries',
    ],
    [
      'log/000000.entries',
      (path) => {
        truncateSync(path, 0);
      },
      'log/000000.entries',
    ],
    [
      'log/000000.entries',
      (path) => {
        rmSync(path);
      },
      'log/000000.entries',
    ],
    [
      'payload/000000',
      (path) => {
        truncateSync(path, statSync(path).size - 1);
      },
      'payload/000000',
    ],
    [
      'payload/000000',
      (path) => {
        rmSync(path);
      },
      'payload/000000',
    ],
    [
      'log/000000.offsets',
      (path) => {
        truncateSync(path, 9);
      },
      'log/000000.offsets',
    ],
    [
      'tree/0',
      (path) => {
        rmSync(path);
      },
      'tree/0',
    ],
    [
      'genesis',
      (path) => {
        rmSync(path);
      },
      'genesis',
    ],
    [
      'setup',
      (path) => {
        appendFileSync(path, 'x');
      },
      'setup',
    ],
    [
      'statement',
      (path) => {
        rmSync(path);
      },
      'statement',
    ],
    [
      'keys/log.key',
      (path) => {
        rmSync(path);
      },
      'keys/log.key',
    ],
    [
      'admin.key',
      (path) => {
        truncateSync(path, 10);
      },
      'admin.key',
    ],
    [
      'FORMAT',
      (path) => {
        rmSync(path);
      },
      'FORMAT',
    ],
    // Behind what was signed, and never acknowledged: the next start cuts it.
    [
      'log/000000.entries',
      (path) => {
        appendFileSync(path, 'torn');
      },
      undefined,
    ],
    [
      'payload/000000',
      (path) => {
        appendFileSync(path, 'torn');
      },
      undefined,
    ],
    [
      'tree/0',
      (path) => {
        appendFileSync(path, 'torn');
      },
      undefined,
    ],
  ];
  for (const [file, change, expected] of cases) {
    const { damage } = await checkChanged(all, (path) => {
      change(join(path, file));
    });
    assert.equal(damage?.file, expected, `${file}: ${JSON.stringify(damage)}`);
  }
});

test('what the next start mends by itself is noted, not called damage', async (t) => {
  const all = await made(t);
  const torn = await checkChanged(all, (path) => {
    appendFileSync(join(path, 'log', '000000.entries'), Buffer.alloc(10));
  });
  assert.equal(torn.notes.length, 1);
  assert.match(torn.notes[0] ?? '', /never acknowledged/);
  const stateless = await checkChanged(all, (path) => {
    rmSync(join(path, 'state'), { recursive: true });
  });
  assert.deepEqual(
    [stateless.damage, stateless.entries, stateless.notes.length],
    [undefined, 23, 1],
  );
});

test('another log than the signed one is told by the checkpoint', async (t) => {
  const all = await made(t);
  const older = join(all.folder, 'older');
  cpSync(all.sound, older, { recursive: true });
  const node = await openTestNode({ dataFolder: all.sound });
  await node.api.submit(customerOf(all.sound).record(), PROVEN);
  await node.close();
  // The newer checkpoint over the older log: entries are missing.
  const { damage } = await checkChanged({ ...all, sound: older }, (path) => {
    cpSync(join(all.sound, 'checkpoint'), join(path, 'checkpoint'));
  });
  assert.equal(damage?.file, 'log/000000.entries');
  assert.match(damage.what, /entries are missing: 25 were signed/);
});

test('a table of the state that changed is named before LevelDB could stumble over it', async (t) => {
  const all = await made(t);
  // Opened and closed, so that what was in the journal stands in a table.
  await (await openTestNode({ dataFolder: all.sound })).close();
  const table = readdirSync(join(all.sound, 'state')).find((name) => name.endsWith('.ldb'));
  assert.ok(table !== undefined);
  const size = statSync(join(all.sound, 'state', table)).size;
  for (let at = 3; at < size; at += Math.ceil(size / 23)) {
    const { damage } = await checkChanged(all, (path) => {
      const file = join(path, 'state', table);
      const bytes = readFileSync(file);
      bytes[at] = (bytes[at] ?? 0) ^ 0x40;
      writeFileSync(file, bytes);
    });
    assert.equal(damage?.file, `state/${table}`);
    assert.ok((damage.offset ?? size) <= at);
  }
});

import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';

import { openNode } from '@stele/node';

import { operatorOf } from '../notarize/operator.ts';
import { runIn, temporaryFolder } from '../test/fake-world.ts';
import { quietLog } from './quiet-log.ts';
import { signedRecords } from './bench/transactions.ts';

/** A folder with a few blocks, one with a payload; closed. */
async function ledgerFolder(context: TestContext): Promise<string> {
  const folder = join(temporaryFolder(context), 'data');
  const node = await openNode({ dataFolder: folder, log: quietLog });
  const operator = operatorOf(folder);
  for (const count of [1, 20, 1]) {
    await node.api.submit(signedRecords(operator, count), { wait: 'proven', timeoutMs: 10_000 });
  }
  await node.close();
  return folder;
}

void test('a whole ledger is checked from its first byte to its last', async (context) => {
  const folder = await ledgerFolder(context);
  const before = contentOf(folder);
  const { exitCode, out } = await runIn(context, ['ledger', 'check', '--data', folder]);
  assert.equal(exitCode, 0);
  assert.match(out, /^✓ The ledger is whole: 9 entries, all derived again .* [0-9a-f]{64}\.\n/);
  assert.deepEqual(contentOf(folder), before, 'checking changes nothing');
});

void test('a changed byte is found, and its record named', async (context) => {
  const folder = await ledgerFolder(context);
  for (const file of ['log/000000.entries', 'payload/000000']) {
    const path = join(folder, file);
    const bytes = readFileSync(path);
    const at = bytes.length - 400;
    const changed = Buffer.from(bytes);
    changed[at] = (changed[at] ?? 0) ^ 0x10;
    writeFileSync(path, changed);
    const { exitCode, out } = await runIn(context, ['ledger', 'check', '--data', folder, '--json']);
    assert.equal(exitCode, 1, file);
    const { damage } = JSON.parse(out) as {
      readonly damage: { readonly file: string; readonly offset: number; readonly height: number };
    };
    assert.equal(damage.file, file);
    assert.ok(damage.offset <= at && at - damage.offset < 4_096, 'the record that holds the byte');
    assert.ok(damage.height > 0);
    const told = await runIn(context, ['ledger', 'check', '--data', folder]);
    assert.match(
      told.out,
      new RegExp(`✗ DAMAGED: .*\\n {2}File {9}${file}\\n {2}Byte offset {2}\\d+\\n`),
    );
    assert.match(
      told.out,
      /Restore the folder from a backup: (?:npx )?stele restore BACKUP --data/,
    );
    writeFileSync(path, bytes);
  }
  assert.equal((await runIn(context, ['ledger', 'check', '--data', folder])).exitCode, 0);
  const tree = join(folder, 'tree', '0');
  const hashes = readFileSync(tree);
  hashes[7] = (hashes[7] ?? 0) ^ 1;
  writeFileSync(tree, hashes);
  const told = await runIn(context, ['ledger', 'check', '--data', folder]);
  assert.match(told.out, /remove tree\/0 while the server is stopped/);
});

void test('a folder without a chain is no damage', async (context) => {
  const empty = join(temporaryFolder(context), 'empty');
  mkdirSync(empty);
  const { exitCode, err } = await runIn(context, ['ledger', 'check', '--data', empty]);
  assert.equal(exitCode, 3);
  assert.match(err, /There is no chain in/);
});

function contentOf(folder: string): readonly string[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  return files.map((name) => {
    const path = join(folder, name);
    return statSync(path).isFile() ? `${name} ${readFileSync(path).toString('base64')}` : name;
  });
}

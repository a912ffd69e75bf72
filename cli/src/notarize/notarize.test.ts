import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';

import { decodeItem, decodeNote, parseReceipt } from '@stele/protocol';

import { digestFile } from '../files/digest-file.ts';
import { run } from '../run.ts';
import { type FakeWorld, fakeWorld } from '../test/fake-world.ts';
import { type ServedLedger, servedLedger } from '../test/served-ledger.ts';
import { signBatch } from './batch.ts';
import { journalPath, writeJournal } from './journal.ts';
import { operatorOf } from './operator.ts';
import { recordedAlgorithms, recordOf } from './record.ts';

interface Scene extends ServedLedger {
  readonly world: FakeWorld;
  /** Makes a file and gives its path. */
  readonly file: (name: string, content?: string) => string;
  readonly notarize: (...argv: readonly string[]) => Promise<number>;
  readonly verify: (path: string) => Promise<number>;
  /** Transactions on the chain, genesis not counted: each of them here makes one block. */
  readonly transactions: () => Promise<number>;
  /** Work left to resume. */
  readonly pending: () => readonly string[];
}

async function scene(
  context: TestContext,
  options: Parameters<typeof fakeWorld>[1] = {},
): Promise<Scene> {
  const served = await servedLedger(context);
  const world = fakeWorld(context, options);
  const { folder, url, node } = served;
  return {
    ...served,
    world,
    file: (name, content = name) => {
      const path = join(world.workingFolder, name);
      mkdirSync(join(path, '..'), { recursive: true });
      writeFileSync(path, content);
      return path;
    },
    notarize: (...argv) => run(['notarize', ...argv, '--data', folder, '--url', url], world),
    verify: (path) => run(['verify', path, '--data', folder], fakeWorld(context)),
    transactions: async () => (await node.api.chain()).height,
    pending: () =>
      existsSync(join(folder, 'pending')) ? readdirSync(join(folder, 'pending')) : [],
  };
}

const receiptOf = (path: string): string => `${path}.receipt.json`;
const read = (path: string): Uint8Array => new Uint8Array(readFileSync(path));

void test('a file gets a receipt that anyone can verify, and a pipe gets its path', async (context) => {
  const { file, notarize, verify, transactions, pending, world } = await scene(context);
  const path = file('合同.pdf', 'content');
  assert.equal(await notarize(path), 0);
  assert.deepEqual(world.printed(), { out: `${receiptOf(path)}\n`, err: '' });
  assert.equal(await verify(path), 0);
  const { note, item } = parseReceipt(read(receiptOf(path)));
  assert.deepEqual(
    decodeNote(note?.bytes ?? new Uint8Array()).name,
    '合同.pdf',
    'only its own name',
  );
  assert.equal(item?.path.length, 0);
  assert.equal(await transactions(), 1);
  assert.deepEqual(pending(), []);
});

void test('on a terminal each file is a sentence', async (context) => {
  const { file, notarize, world } = await scene(context, {
    isTerminal: true,
    env: { NO_COLOR: '1' },
  });
  const path = file('a\u001b]0;x\u0007.txt');
  assert.equal(await notarize(path), 0);
  const expected =
    /^✓ \S+a\\u\{1b\}\]0;x\\u\{7\}\.txt: recorded in block 1, \d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} \(UTC\S*\), \S+\.receipt\.json\n$/;
  assert.match(world.printed().out, expected);
  assert.equal(await notarize(path), 0);
  assert.match(world.printed().out, /was recorded in block 1, .*; its receipt is kept/);
});

void test('the sentence comes in Chinese, too', async (context) => {
  const env = { LANG: 'zh_CN.UTF-8', NO_COLOR: '1' };
  const { file, notarize, world } = await scene(context, { isTerminal: true, env });
  assert.equal(await notarize(file('合同.pdf')), 0);
  assert.match(
    world.printed().out,
    /^✓ \S+合同\.pdf：已存证于区块 1，.*，\S+合同\.pdf\.receipt\.json\n$/,
  );
});

void test('many files are one transaction, with equal names and equal contents too', async (context) => {
  const { file, notarize, verify, transactions, world } = await scene(context);
  const paths = ['a/x.txt', 'b/x.txt', 'c/x.txt', 'd.txt'].map((name, i) =>
    file(name, i < 3 ? 'the same' : 'another'),
  );
  const twice = [...paths, paths[0] ?? ''];
  assert.equal(await notarize(...twice, '--json'), 0);
  const { items } = JSON.parse(world.printed().out) as {
    readonly items: readonly Readonly<Record<string, unknown>>[];
  };
  assert.deepEqual(
    items.map(({ path, status }) => [path, status]),
    paths.map((path) => [path, 'recorded']),
  );
  assert.equal(new Set(items.map(({ id }) => id)).size, 4, 'four records');
  for (const path of paths) assert.equal(await verify(path), 0);
  assert.equal(await transactions(), 1);
});

void test('a receipt is never lost: kept for the same content, in the way of another', async (context) => {
  const { file, notarize, verify, transactions, world } = await scene(context);
  const path = file('a.txt', 'first');
  assert.equal(await notarize(path), 0);
  const first = read(receiptOf(path));
  assert.equal(await notarize(path), 0);
  assert.equal(await transactions(), 1, 'not recorded again');

  writeFileSync(path, 'second');
  const other = file('b.txt');
  assert.equal(await notarize(path, other), 1);
  assert.match(world.printed().err, /exists and is not the receipt of this content/);
  assert.deepEqual(read(receiptOf(path)), first);
  assert.equal(await verify(other), 0, 'the other file is recorded all the same');

  assert.equal(await notarize(path, '--force'), 0);
  assert.equal(await verify(path), 0);
  assert.deepEqual(read(path.replace(/$/, '.receipt.1.json')), first, 'kept beside');
  writeFileSync(receiptOf(path), 'damaged');
  assert.equal(await notarize(path), 1, 'damaged: nobody knows whose it was');
  assert.equal(await notarize(path, '--force'), 0);
  assert.equal(readFileSync(path.replace(/$/, '.receipt.2.json'), 'utf8'), 'damaged');
});

void test('receipts named among files are left out', async (context) => {
  const { file, notarize, world } = await scene(context);
  const path = file('a.txt');
  assert.equal(await notarize(path), 0);
  const twin = file('b.txt');
  assert.equal(await notarize(path, receiptOf(path), twin), 0);
  assert.match(world.printed().err, /a\.txt\.receipt\.json is a receipt or certificate; left out/);
  assert.ok(!existsSync(receiptOf(receiptOf(path))));
  assert.equal(await notarize(receiptOf(path)), 2);
  const impostor = file('c.receipt.json', '{"not": "a receipt"}');
  assert.equal(await notarize(impostor), 0, 'a file with such a name is a file');
});

void test('what cannot be read is found before anything is recorded', async (context) => {
  const { file, notarize, transactions, world } = await scene(context);
  const good = file('good.txt');
  assert.equal(await notarize(good, join(world.workingFolder, 'none')), 2);
  assert.equal(await notarize(good, world.workingFolder), 2);
  mkdirSync(receiptOf(file('odd.txt')));
  assert.equal(await transactions(), 0);
  assert.equal(
    await notarize(good, join(world.workingFolder, 'odd.txt')),
    2,
    'a folder in the way',
  );
  assert.equal(await transactions(), 1, 'concerns only the file it belongs to');
});

void test('a lost answer is asked for again with the same transaction', async (context) => {
  const { file, notarize, verify, transactions, gateway } = await scene(context);
  const path = file('a.txt');
  // Who is there; then the same question by the SDK; then the submission.
  gateway.plan.push('pass', 'pass', 'lose', 'lose');
  assert.equal(await notarize(path), 0);
  assert.equal(await verify(path), 0);
  assert.equal(await transactions(), 1);
  const posts = gateway.seen.filter((line) => line.startsWith('POST'));
  assert.equal(posts.length, 3);
});

void test('killed while waiting, the next run goes on with the same transaction', async (context) => {
  const { file, notarize, verify, transactions, pending, gateway, folder, url } =
    await scene(context);
  const paths = [file('a.txt'), file('b.txt')];
  gateway.plan.push('pass', 'pass', 'stall');
  const main = new URL('../main.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, [
    main,
    'notarize',
    ...paths,
    '--data',
    folder,
    '--url',
    url,
  ]);
  while ((await transactions()) === 0) await delay(10);
  child.kill('SIGKILL');
  await once(child, 'exit');
  assert.equal(pending().length, 1);
  assert.equal(statSync(join(folder, 'pending', pending()[0] ?? '')).mode & 0o777, 0o600);
  assert.ok(paths.every((path) => !existsSync(receiptOf(path))));

  assert.equal(await notarize(...paths), 0);
  for (const path of paths) assert.equal(await verify(path), 0);
  assert.equal(await transactions(), 1);
  assert.deepEqual(pending(), []);
});

void test('a spoiled receipt is not written, and the next run fetches a good one', async (context) => {
  const { file, notarize, verify, transactions, pending, gateway, world } = await scene(context);
  const path = file('a.txt');
  gateway.plan.push('pass', 'pass', 'pass', 'spoil');
  assert.equal(await notarize(path), 1);
  assert.match(world.printed().err, /not recorded\./);
  assert.ok(!existsSync(receiptOf(path)));
  assert.equal(pending().length, 1);
  assert.equal(await notarize(path), 0);
  assert.equal(await verify(path), 0);
  assert.equal(await transactions(), 1);
});

void test('work that expired unrecorded is signed anew, with the same records', async (context) => {
  const { file, notarize, verify, transactions, pending, folder } = await scene(context);
  const path = file('a.txt');
  const operator = operatorOf(folder);
  const digested = { path, ...(await digestFile(path, recordedAlgorithms)) };
  const record = recordOf(operator, digested, new Uint8Array(16).fill(7));
  const twoHoursAgo = Date.now() - 7_200_000;
  const { mock } = context.mock.method(Date, 'now', () => twoHoursAgo);
  const batch = signBatch(operator, [record], () => new Uint8Array(16));
  mock.restore();
  const work = { idempotencyKey: undefined, part: 0, files: [digested] };
  await writeJournal(journalPath(folder, operator, work), batch);

  assert.equal(await notarize(path), 0);
  assert.equal(await verify(path), 0);
  assert.equal(await transactions(), 1);
  assert.deepEqual(pending(), []);
  const { item } = parseReceipt(read(receiptOf(path)));
  assert.deepEqual(decodeItem(item?.bytes ?? new Uint8Array()).id, new Uint8Array(16).fill(7));
});

void test('work that cannot be read is not taken for no work', async (context) => {
  const { file, notarize, transactions, folder, world } = await scene(context);
  const path = file('a.txt');
  const digested = { path, ...(await digestFile(path, recordedAlgorithms)) };
  const work = { idempotencyKey: undefined, part: 0, files: [digested] };
  const journal = journalPath(folder, operatorOf(folder), work);
  mkdirSync(join(journal, '..'));
  for (const damaged of ['', 'x', '\u0083\u0002@\u0080', '\u0083\u0001@\u0080']) {
    writeFileSync(journal, Buffer.from(damaged, 'latin1'));
    assert.equal(await notarize(path), 2);
  }
  assert.match(world.printed().err, /pending\/[0-9a-f]{64}\.cbor cannot be read/);
  assert.equal(await transactions(), 0);
});

void test('an idempotency key names one record', async (context) => {
  const { file, notarize, transactions, world, pending } = await scene(context);
  const path = file('a.txt');
  const keyed = (...argv: string[]): Promise<number> =>
    notarize(...argv, '--idempotency-key', 'K-1');
  assert.equal(await keyed(path), 0);
  assert.equal(await keyed(path), 0, 'the receipt is there');
  assert.equal(await transactions(), 1);
  rmSync(receiptOf(path));
  assert.equal(await keyed(path), 1);
  assert.match(world.printed().err, /A record with this idempotency key is on the chain already/);
  assert.equal(await keyed(file('b.txt')), 1, 'another file under the same key');
  assert.deepEqual(pending(), []);
});

void test('a key whose work is unfinished is not taken for other files', async (context) => {
  const { file, notarize, gateway, world, transactions, pending } = await scene(context);
  const keyed = (...argv: string[]): Promise<number> =>
    notarize(...argv, '--idempotency-key', 'K-2');
  gateway.plan.push('pass', 'pass', 'pass', 'spoil');
  assert.equal(await keyed(file('a.txt')), 1);
  assert.equal(await keyed(file('b.txt')), 1);
  assert.match(world.printed().err, /in use for other files/);
  assert.equal(await transactions(), 1);
  assert.equal(pending().length, 1);
});

void test('another chain’s server, and a key it does not know, are told apart', async (context) => {
  const { file, notarize, folder, world, transactions } = await scene(context);
  const other = await servedLedger(context);
  const path = file('a.txt');
  const argv = ['notarize', path, '--data', folder, '--url', other.url];
  assert.equal(await run(argv, world), 3);
  assert.match(world.printed().err, /serves another chain/);
  const adminKey = readFileSync(join(other.folder, 'admin.key'));
  writeFileSync(join(folder, 'admin.key'), adminKey);
  assert.equal(await notarize(path), 1);
  assert.match(world.printed().err, /does not know this key/);
  assert.equal(await transactions(), 0);
});

void test('--curl gives calls that record when they are made', async (context) => {
  const { file, notarize, transactions, world, gateway } = await scene(context);
  assert.equal(await notarize(file('a.txt'), '--curl'), 0);
  assert.deepEqual(gateway.seen, [], 'nothing was asked');
  assert.equal(await transactions(), 0);
  const shell = spawn('sh', ['-c', world.printed().out], { stdio: ['ignore', 'pipe', 'inherit'] });
  const parts: Buffer[] = [];
  shell.stdout.on('data', (part: Buffer) => parts.push(part));
  await once(shell, 'close');
  assert.equal(await transactions(), 1);
  const printed = Buffer.concat(parts).toString();
  assert.match(printed, /"status":"proven"/);
  assert.match(printed, /"type": "stele-receipt\/v1"/);
});

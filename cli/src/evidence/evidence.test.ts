import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { run } from '../run.ts';
import { widthOf } from '../terminal/width.ts';
import { temporaryFolder } from '../test/fake-world.ts';
import { type Json, servedEvidence, type ServedEvidence } from '../test/served-evidence.ts';

const digestOf = (content: string): string => createHash('sha256').update(content).digest('hex');

async function recorded(
  { post }: Pick<ServedEvidence, 'post'>,
  content: string,
  note: object = {},
): Promise<Json> {
  return await post('/v1/evidence', { digests: { 'sha-256': digestOf(content) }, ...note });
}

const note = { name: '贷款合同（甲方）第1号.pdf', size: 123_456_789, reference: 'LN-2026-1' };

void test('a record is found by its digest and shown in both languages', async (context) => {
  const served = await servedEvidence(context);
  const { id } = await recorded(served, 'a', {
    ...note,
    kind: 'contract',
    metadata: { a: '北京' },
  });
  await recorded(served, 'b');
  const found = await served.json('evidence', 'list', '--digest', `sha-256:${digestOf('a')}`);
  const items = found['items'] as readonly Json[];
  assert.deepEqual([items.map((one) => one['id']), found['nextCursor']], [[id], null]);
  for (const [locale, expected] of [
    [
      'C',
      /\nName +贷款合同（甲方）第1号\.pdf\nSize +118 MiB \(123,456,789 B\)\nReference +LN-2026-1\nMetadata +\{"a":"北京"\}\nKind +contract\n/,
    ],
    [
      'zh_CN.UTF-8',
      /\n名称 +贷款合同（甲方）第1号\.pdf\n大小 +118 MiB \(123,456,789 B\)\n业务编号 +LN-2026-1\n/,
    ],
  ] as const) {
    const own = served.world({ env: { LC_ALL: locale, NO_COLOR: '1' }, isTerminal: true });
    const place = ['--data', served.folder, '--url', served.gateway.url];
    assert.equal(await run(['evidence', 'show', String(id), ...place], own), 0);
    assert.match(own.printed().out, expected);
    const list = ['evidence', 'list', '--digest', `sha-256:${digestOf('a')}`, ...place];
    const table = served.world({ env: { LC_ALL: locale, NO_COLOR: '1' }, isTerminal: true });
    assert.equal(await run(list, table), 0);
    const lines = table.printed().out.trimEnd().split('\n');
    assert.equal(lines.length, 2);
    for (const line of lines) assert.ok(widthOf(line) <= 80, line);
  }
});

void test('more records than a page are listed page after page, none twice, none missing', async (context) => {
  const served = await servedEvidence(context);
  const count = 1_005;
  const items = Array.from({ length: count }, (_, i) => ({
    digests: { 'sha-256': digestOf(String(i)) },
  }));
  const { transaction } = await served.post('/v1/evidence/batches', { items });
  const list = async (limit: number): Promise<Json> =>
    await served.json(
      'evidence',
      'list',
      '--transaction',
      String(transaction),
      '--limit',
      String(limit),
    );
  const idsIn = (page: Json): readonly unknown[] =>
    (page['items'] as readonly Json[]).map(({ id }) => id);
  const all = await list(5_000);
  assert.equal(new Set(idsIn(all)).size, count);
  assert.equal(all['nextCursor'], null);
  const some = await list(1_003);
  assert.deepEqual(idsIn(some), idsIn(all).slice(0, 1_003));
  assert.notEqual(some['nextCursor'], null);
  const argv = ['evidence', 'list', '--transaction', String(transaction), '--limit', '2'];
  const { out, err } = await served.stele(...argv);
  assert.equal(out.trimEnd().split('\n').length, 3);
  assert.match(err, /more than 2/);
});

void test('a receipt comes in every form, is verified, and is never written over anything', async (context) => {
  const served = await servedEvidence(context);
  const id = String((await recorded(served, 'content', note))['id']);
  const folder = temporaryFolder(context);
  const file = join(folder, 'file');
  writeFileSync(file, 'content');
  for (const form of ['json', 'cbor', 'cose', 'tlog-proof', 'pdf']) {
    const path = join(folder, `r.${form}`);
    const argv = ['evidence', 'receipt', id, '--form', form, '--output', path];
    assert.deepEqual(await served.stele(...argv), { exitCode: 0, out: `${path}\n`, err: '' });
    const before = readFileSync(path);
    const again = await served.stele(...argv);
    assert.equal(again.exitCode, 1);
    assert.match(again.err, /FILE_IN_THE_WAY/);
    assert.deepEqual(readFileSync(path), before);
    if (form === 'cose' || form === 'tlog-proof') continue;
    const own = served.world();
    const verify = ['verify', file, '--receipt', path, '--data', served.folder, '--json'];
    assert.equal(await run(verify, own), 0, form);
    const { verdict, doesNotProve } = JSON.parse(own.printed().out) as Record<string, unknown>;
    assert.equal(verdict, 'valid');
    assert.ok((doesNotProve as readonly string[]).includes('not-superseded'));
  }
  const bare = join(folder, 'bare.json');
  await served.json('evidence', 'receipt', id, '--without-note', '--output', bare);
  assert.ok(!readFileSync(bare, 'utf8').includes('"note"'));
});

void test('a receipt of another record is not written, whoever sends it', async (context) => {
  const served = await servedEvidence(context);
  const first = String((await recorded(served, 'first'))['id']);
  const second = String((await recorded(served, 'second'))['id']);
  const folder = temporaryFolder(context);
  const path = join(folder, 'r.json');
  await served.json('evidence', 'receipt', first, '--output', path);
  const other = readFileSync(path);
  served.gateway.rewrite = (seen, body) => (seen.includes('/receipt.') ? other : body);
  const swapped = await served.stele(
    'evidence',
    'receipt',
    second,
    '--output',
    join(folder, 's.json'),
  );
  assert.equal(swapped.exitCode, 1);
  assert.match(swapped.err, /RECEIPT_INVALID/);
  served.gateway.rewrite = (seen, body) =>
    seen.includes('/receipt.')
      ? Buffer.from(body.toString().replace(/"proof": ?"./, '"proof":"'))
      : body;
  const spoilt = await served.stele(
    'evidence',
    'receipt',
    second,
    '--output',
    join(folder, 's.json'),
  );
  assert.equal(spoilt.exitCode, 1);
  assert.deepEqual(readdirSync(folder), ['r.json'], 'and no half file either');
});

void test('a note is erased only when that is said twice', async (context) => {
  const served = await servedEvidence(context);
  const id = String((await recorded(served, 'x', note))['id']);
  const asked = await served.stele('evidence', 'erase-note', id);
  assert.equal(asked.exitCode, 2);
  assert.match(asked.err, /CONFIRMATION_MISSING\]\nIf that is what you want, add --yes/);
  assert.equal((await served.json('evidence', 'show', id))['noteErased'], undefined);
  assert.deepEqual(await served.json('evidence', 'erase-note', id, '--yes'), {
    id,
    noteErased: true,
  });
  const shown = await served.json('evidence', 'show', id);
  assert.deepEqual([shown['note'], shown['noteErased']], [{}, true]);
  const path = join(temporaryFolder(context), 'r.json');
  await served.json('evidence', 'receipt', id, '--output', path);
  const own = served.world();
  assert.equal(await run(['verify', path, '--data', served.folder], own), 0, 'it still verifies');
});

void test('what is not there, or not yours, is refused; what is no id is wrong usage', async (context) => {
  const served = await servedEvidence(context);
  const { id } = await recorded(served, 'operator');
  const customer = String((await served.json('customer', 'create', '--name', 'x'))['id']);
  const { key } = await served.json('key', 'create', '--customer', customer, '--name', 'y');
  const keyFile = join(temporaryFolder(context), 'key');
  writeFileSync(keyFile, `${String(key)}\n`);
  const output = `${keyFile}.receipt`;
  for (const argv of [
    ['show', String(id), '--key-file', keyFile],
    ['receipt', String(id), '--key-file', keyFile, '--output', output],
    ['erase-note', String(id), '--yes', '--key-file', keyFile],
    ['show', `ev_${'0'.repeat(32)}`],
  ]) {
    const { exitCode, err } = await served.stele('evidence', ...argv);
    assert.equal(exitCode, 1, argv.join(' '));
    assert.match(err, /EVIDENCE_UNKNOWN/);
  }
  assert.ok(!existsSync(output));
  for (const argv of [
    ['show', '../customers'],
    ['show', 'ev_1'],
    ['receipt', String(id), '--form', 'xml'],
    ['list', '--digest', 'sha-256'],
    ['list', '--limit', '0'],
    ['list', '--from', 'today'],
    ['show', String(id), '--key-file', `${keyFile}/none`],
  ]) {
    const { exitCode, out } = await served.stele('evidence', ...argv);
    assert.deepEqual([exitCode, out], [argv.includes('--key-file') ? 3 : 2, ''], argv.join(' '));
  }
  const weak = await served.stele('evidence', 'list', '--digest', `md5:${'0'.repeat(32)}`);
  assert.equal(weak.exitCode, 1);
  const search = await served.stele('evidence', 'list', '--q', 'x');
  assert.equal(search.exitCode, 3, 'a node that derives no search says so');
  assert.match(search.err, /SEARCH_UNAVAILABLE/);
});

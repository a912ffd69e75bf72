import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { temporaryFolder } from '../test/fake-world.ts';
import { type Json, servedEvidence, type ServedEvidence } from '../test/served-evidence.ts';
import { run } from '../run.ts';
import { widthOf } from '../terminal/width.ts';

async function customerOf(
  { json }: Pick<ServedEvidence, 'json'>,
  ...argv: readonly string[]
): Promise<string> {
  const { id } = await json('customer', 'create', '--name', '城市银行', ...argv);
  return String(id);
}

function itemsOf(list: Json): readonly Json[] {
  return list['items'] as readonly Json[];
}

void test('a customer is made, shown, listed, changed, suspended and resumed', async (context) => {
  const { json, stele } = await servedEvidence(context);
  const id = await customerOf({ json }, '--quota', '5', '--no-public', '--disclosed');
  const made = await json('customer', 'show', id);
  const { quotaLeft, publicLookup, disclosed, custody } = made;
  assert.deepEqual([quotaLeft, publicLookup, disclosed, custody], [5, false, true, 'hosted']);
  const changed = await json('customer', 'change', id, '--name', '法院', '--public', '--suspend');
  assert.deepEqual(changed, { ...made, name: '法院', publicLookup: true, suspended: true });
  const back = await json('customer', 'change', id, '--no-disclosed', '--resume');
  assert.deepEqual([back['suspended'], back['disclosed']], [false, false]);
  assert.deepEqual(
    itemsOf(await json('customer', 'list')).map(({ name }) => name),
    ['Local operator', '法院'],
  );
  const operator = String(itemsOf(await json('customer', 'list'))[0]?.['id']);
  const refused = await stele('customer', 'change', operator, '--suspend');
  assert.deepEqual([refused.exitCode, refused.out], [1, '']);
  assert.match(refused.err, /CUSTOMER_IS_OPERATOR/);
});

void test('a quota is set, added to exactly once a key, and lifted', async (context) => {
  const { json, stele } = await servedEvidence(context);
  const id = await customerOf({ json });
  const quota = async (...argv: readonly string[]): Promise<unknown> =>
    (await json('customer', 'quota', id, ...argv))['quotaLeft'];
  const unlimited = await stele('customer', 'quota', id, 'add', '1');
  assert.equal(unlimited.exitCode, 1);
  assert.match(unlimited.err, /QUOTA_ABSENT/);
  assert.equal(await quota('set', '10'), 10);
  const adding = ['add', '7', '--idempotency-key', 'invoice-1'];
  assert.equal(await quota(...adding), 17);
  assert.equal(await quota(...adding), 17, 'the same package is not added twice');
  await Promise.all(Array.from({ length: 8 }, (_, i) => quota('add', String(i + 1))));
  assert.equal((await json('customer', 'show', id))['quotaLeft'], 17 + 36, 'eight at once');
  assert.equal(await quota('set', 'none'), null);
  assert.equal((await stele('customer', 'quota', id, 'add', 'none')).exitCode, 2);
});

void test('with a key of its own a customer signs itself, and a file that is no key is refused', async (context) => {
  const { json, stele } = await servedEvidence(context);
  const folder = temporaryFolder(context);
  const { publicKey } = generateKeyPairSync('ed25519');
  const pem = join(folder, 'own.pem');
  writeFileSync(pem, publicKey.export({ type: 'spki', format: 'pem' }));
  const own = await json('customer', 'create', '--name', 'x', '--own-key', pem);
  assert.equal(own['custody'], 'own');
  writeFileSync(pem, 'no key');
  const refused = await stele('customer', 'create', '--name', 'x', '--own-key', pem);
  assert.equal(refused.exitCode, 1);
  assert.match(refused.err, /PUBLIC_KEY_MALFORMED/);
  const absent = await stele('customer', 'create', '--name', 'x', '--own-key', `${pem}.none`);
  assert.equal(absent.exitCode, 2);
  const device = await stele('customer', 'create', '--name', 'x', '--own-key', '/dev/zero');
  assert.equal(device.exitCode, 2, 'nothing is read for ever');
});

void test('a key is printed once, works by itself, and ends when it is revoked', async (context) => {
  const { json, stele, gateway, world } = await servedEvidence(context);
  const id = await customerOf({ json });
  const made = await stele(
    'key',
    'create',
    '--customer',
    id,
    '--name',
    '核心系统',
    '--expires',
    '1d',
  );
  assert.equal(made.exitCode, 0);
  assert.match(made.out, /^stele_[0-9A-Za-z]{12}_[0-9A-Za-z]+\n$/, 'the key alone');
  assert.match(made.err, /shown once/);
  const keyId = made.out.split('_')[1] ?? '';
  assert.ok(!(await stele('key', 'list', '--customer', id)).out.includes(made.out.trim()));
  const [shown] = itemsOf(await json('key', 'list', '--customer', id));
  assert.deepEqual(shown?.['scopes'], ['evidence:write', 'evidence:read']);

  const file = join(temporaryFolder(context), 'key');
  writeFileSync(file, made.out);
  const ask = async (): Promise<{ readonly exitCode: number; readonly err: string }> => {
    const own = world();
    // No data folder there: a customer has none.
    const place = ['--url', gateway.url, '--key-file', file, '--data', own.homeFolder];
    const exitCode = await run(['usage', '--recount', ...place], own);
    return { exitCode, err: own.printed().err };
  };
  assert.deepEqual(await ask(), { exitCode: 0, err: '' });
  const list = world();
  const asCustomer = ['--url', gateway.url, '--key-file', file];
  assert.equal(await run(['customer', 'list', ...asCustomer], list), 1, 'it is no administrator');
  assert.match(list.printed().err, /SCOPE_MISSING/);
  assert.equal((await json('key', 'revoke', keyId))['revoked'], true);
  assert.match((await ask()).err, /KEY_REVOKED/);
  const [revoked] = itemsOf(await json('key', 'list', '--customer', id));
  assert.equal(typeof revoked?.['revokedAt'], 'string');
  writeFileSync(file, 'two words');
  assert.equal((await ask()).exitCode, 2);
  const unknown = await stele('key', 'revoke', '000000000000');
  assert.equal(unknown.exitCode, 1);
});

void test('the admin key goes to the server of its own chain only', async (context) => {
  const { folder } = await servedEvidence(context);
  const { gateway, world } = await servedEvidence(context);
  const own = world();
  const argv = ['customer', 'list', '--data', folder, '--url', gateway.url];
  assert.equal(await run(argv, own), 3);
  assert.match(own.printed().err, /CHAIN_MISMATCH/);
  assert.deepEqual(gateway.seen, ['GET /v1/chains/main'], 'asked without a key, and no more');
});

void test('without a server, a folder or a key each command says so and exits with 3', async (context) => {
  const { folder, gateway, world } = await servedEvidence(context);
  const nobody = ['--url', 'http://127.0.0.1:1'];
  for (const [argv, expected] of [
    [['customer', 'list', '--data', folder, ...nobody], /No Stele server was reached.*UNREACHABLE/],
    [['projection', 'status', '--data', folder, ...nobody], /UNREACHABLE/],
    [['key', 'revoke', '0'.repeat(12), '--data', `${folder}/none`], /FOLDER_NOT_FOUND/],
    [['customer', 'list', '--key-file', folder, '--url', gateway.url], /KEY_UNREADABLE/],
  ] as const) {
    const own = world();
    assert.equal(await run(argv, own), 3, argv.join(' '));
    assert.match(own.printed().err, expected);
    assert.equal(own.printed().out, '');
  }
});

void test('tables fit 80 columns in both languages', async (context) => {
  const { json, folder, gateway, world } = await servedEvidence(context);
  const id = await customerOf({ json }, '--quota', '9007199254740991');
  await json(
    'customer',
    'change',
    id,
    '--name',
    '一个名称非常非常长的城市商业银行股份有限公司总行营业部',
  );
  await json(
    'key',
    'create',
    '--customer',
    id,
    '--name',
    '名称很长的核心业务系统之一',
    '--expires',
    '90d',
  );
  for (const locale of ['C', 'zh_CN.UTF-8']) {
    for (const words of [
      ['customer', 'list'],
      ['key', 'list', '--customer', id],
    ]) {
      const own = world({ env: { LC_ALL: locale, NO_COLOR: '1' }, isTerminal: true });
      assert.equal(await run([...words, '--data', folder, '--url', gateway.url], own), 0);
      const lines = own.printed().out.trimEnd().split('\n');
      assert.ok(lines.length > 1);
      for (const line of lines) assert.ok(widthOf(line) <= 80, `${String(widthOf(line))}: ${line}`);
    }
  }
});

void test('what --curl prints is the call that is made', async (context) => {
  const { json, stele, gateway } = await servedEvidence(context);
  const id = await customerOf({ json });
  const commands: readonly (readonly string[])[] = [
    ['customer', 'list'],
    ['customer', 'show', id],
    ['customer', 'change', id, '--name', "O'Neill & 法院"],
    ['customer', 'quota', id, 'set', '3'],
    ['customer', 'quota', id, 'add', '4'],
    ['key', 'list', '--customer', id],
    ['key', 'create', '--customer', id, '--name', '@file'],
  ];
  for (const words of commands) {
    const { out } = await stele(...words, '--curl');
    // In place of curl: what the shell hands it.
    const script = `curl() { printf '%s\\n' "$@"; }; ${out}`;
    const handed = execFileSync('sh', ['-c', script], { encoding: 'utf8' }).trimEnd().split('\n');
    gateway.seen.length = 0;
    await json(...words);
    const made = gateway.seen.at(-1) ?? '';
    const method = handed.includes('-X') ? handed[handed.indexOf('-X') + 1] : 'GET';
    const url = handed.find((word) => word.startsWith('http')) ?? '';
    assert.equal(`${String(method)} ${url.slice(gateway.url.length)}`, made, words.join(' '));
    const name = words[words.indexOf('--name') + 1];
    const sent = words.includes('--name') ? (JSON.parse(handed.at(-1) ?? '') as Json) : { name };
    assert.equal(sent['name'], name, 'the text reaches curl as it was given');
    assert.ok(handed.some((word) => /^Authorization: Bearer stele_\w+$/.test(word)));
  }
});

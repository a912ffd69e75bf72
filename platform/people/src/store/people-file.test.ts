import assert from 'node:assert/strict';
import {
  chmodSync,
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
import { isCoded } from '@stele/base';
import { backupOfPeople, PEOPLE_FILE } from './people-file.ts';
import { added, kit, temporaryFolder } from '../test/kit.ts';

async function refusal(context: TestContext, folder: string): Promise<string> {
  try {
    await kit(context, {}, folder);
    return 'none';
  } catch (error) {
    assert.ok(isCoded(error), String(error));
    assert.ok((error.action ?? '') !== '' && error.message.includes(folder));
    return error.code;
  }
}

void test('the file is its owner’s, whole, and holds no token', async (context) => {
  const own = await kit(context);
  const browser = await own.signedIn(await added(own, 'Ada'));
  await browser.ask('PUT', '/v1/me/password', { body: { password: 'correct horse battery' } });
  const path = join(own.folder, PEOPLE_FILE);
  assert.equal(statSync(path).mode & 0o777, 0o600);
  const text = readFileSync(path, 'utf8');
  assert.ok(text.endsWith('}\n') && text.includes('"Ada"'));
  assert.ok(!text.includes(browser.token ?? '-') && !text.includes('correct horse'));
  assert.deepEqual(readdirSync(own.folder), [PEOPLE_FILE], 'nothing is left beside it');
});

void test('a file that was torn stops the start, and is left as it is', async (context) => {
  const { folder } = await kit(context);
  const path = join(folder, PEOPLE_FILE);
  const whole = readFileSync(path, 'utf8');
  const torn = [
    '',
    '{}',
    '[]',
    'null',
    whole.slice(0, whole.length / 2),
    whole.slice(0, -2),
    '\0'.repeat(whole.length),
    whole.replace('stele-people/1', 'stele-people/2'),
    whole.replace('"admin"', '"owner"').replace('"role":"admin"', '"role":"owner"'),
    JSON.stringify({ format: 'stele-people/1', people: [], links: [], sessions: [] }),
  ];
  for (const text of torn) {
    writeFileSync(path, text);
    assert.equal(await refusal(context, folder), 'PEOPLE_FILE_DAMAGED', text.slice(0, 80));
    assert.equal(readFileSync(path, 'utf8'), text);
  }
  writeFileSync(path, whole);
  assert.equal(await refusal(context, folder), 'none');
});

void test('a letter that changed on the disk stops the start, wherever it stands', async (context) => {
  const own = await kit(context);
  await added(own, 'Ada');
  const path = join(own.folder, PEOPLE_FILE);
  const whole = readFileSync(path, 'utf8');
  assert.equal(await refusal(context, own.folder), 'none');
  for (const [from, to] of [
    ['"Ada"', '"Ida"'],
    ['"clerk"', '"admin"'],
    [/(\d)(,"role"|\})/, '7$2'],
  ] as const) {
    const text = whole.replace(from, to);
    assert.notEqual(text, whole);
    writeFileSync(path, text);
    assert.equal(await refusal(context, own.folder), 'PEOPLE_FILE_DAMAGED', text);
  }
  const { sha256, ...byHand } = JSON.parse(whole) as {
    readonly sha256: string;
    readonly people: object[];
  };
  assert.match(sha256, /^[0-9a-f]{64}$/);
  writeFileSync(path, JSON.stringify(byHand));
  assert.equal(await refusal(context, own.folder), 'none', 'a file written by hand has no hash');
});

void test('a file that contradicts itself stops the start', async (context) => {
  const own = await kit(context);
  const browser = await own.signedIn(await added(own, 'Ada'));
  await browser.ask('PUT', '/v1/me/password', { body: { password: 'correct horse battery' } });
  const path = join(own.folder, PEOPLE_FILE);
  const whole = readFileSync(path, 'utf8');
  const [admin, ada] = (JSON.parse(whole) as { people: Record<string, object>[] }).people;
  assert.ok(admin !== undefined && ada !== undefined);
  const { password = {} } = ada;
  const people: Readonly<Record<string, readonly object[]>> = {
    'no administrator': [{ ...admin, role: 'clerk' }, ada],
    'one id twice': [admin, { ...ada, id: admin['id'] }],
    'one name twice': [admin, { ...ada, name: ' ADMIN ' }],
    'an id of another form': [{ ...admin, id: 'per_1' }, ada],
    'sessions of nobody': [admin],
    'a cost that is no power of two': [admin, { ...ada, password: { ...password, cost: 3 } }],
    'a cost of nothing': [admin, { ...ada, password: { ...password, cost: 1 } }],
    'a cost beyond memory': [admin, { ...ada, password: { ...password, cost: 2 ** 40 } }],
    'a cost without end': [admin, { ...ada, password: { ...password, parallelization: 1e9 } }],
    'blocks of nothing': [admin, { ...ada, password: { ...password, blockSize: 0 } }],
    'a hash that is cut': [admin, { ...ada, password: { ...password, hash: 'AAAA' } }],
    'a time that is none': [{ ...admin, createdAtMs: 1e300 }, ada],
    'a secret that is none': [admin, { ...ada, totp: { secret: '1', lastStep: 0 } }],
  };
  for (const [what, changed] of Object.entries(people)) {
    const value = { ...(JSON.parse(whole) as object), people: changed };
    writeFileSync(path, JSON.stringify(value));
    assert.equal(await refusal(context, own.folder), 'PEOPLE_FILE_DAMAGED', what);
  }
  writeFileSync(path, whole);
  assert.equal(await refusal(context, own.folder), 'none');
});

void test('what a crash left half written is removed at the start', async (context) => {
  const { folder } = await kit(context);
  const left = `${PEOPLE_FILE}.0123456789ab.new`;
  const others = [`${PEOPLE_FILE}.before.new`, `x${left}`, `${left}.txt`];
  for (const name of [left, ...others]) writeFileSync(join(folder, name), 'x');
  await kit(context, {}, folder);
  assert.deepEqual(readdirSync(folder).sort(), [PEOPLE_FILE, ...others].sort());
});

void test('a file that others can read, or nobody, stops the start', async (context) => {
  const { folder } = await kit(context);
  const path = join(folder, PEOPLE_FILE);
  chmodSync(path, 0o640);
  assert.equal(await refusal(context, folder), 'PEOPLE_FILE_EXPOSED');
  rmSync(path);
  mkdirSync(path, { mode: 0o700 });
  assert.equal(await refusal(context, folder), 'PEOPLE_FILE_UNREADABLE');
});

void test('what cannot be written has not happened', async (context) => {
  const own = await kit(context);
  const before = (await own.admin('GET', '/v1/people')).body;
  rmSync(own.folder, { recursive: true });
  const failed = await own.admin('POST', '/v1/people', { body: { name: 'Ada', role: 'clerk' } });
  assert.deepEqual([failed.status, failed.code], [503, 'PEOPLE_FILE_UNWRITABLE']);
  assert.deepEqual((await own.admin('GET', '/v1/people')).body, before);
  mkdirSync(own.folder);
  assert.ok(await added(own, 'Ada'), 'and the next change is made');
  assert.ok(existsSync(join(own.folder, PEOPLE_FILE)));
});

void test('many changes at once are all made', async (context) => {
  const own = await kit(context);
  const names = Array.from({ length: 30 }, (_, i) => `Person ${String(i)}`);
  await Promise.all(names.map((name) => added(own, name)));
  const again = await own.reopen();
  const items = (await again.admin('GET', '/v1/people')).body['items'] as { name: string }[];
  assert.deepEqual(
    items.map(({ name }) => name),
    ['admin', ...names],
  );
});

void test('a backup has people, and neither links nor sessions', async (context) => {
  const own = await kit(context);
  await own.signedIn(await added(own, 'Ada'));
  const path = join(own.folder, PEOPLE_FILE);
  const kept = backupOfPeople(readFileSync(path, 'utf8'), path);
  const folder = temporaryFolder(context);
  writeFileSync(join(folder, PEOPLE_FILE), kept, { mode: 0o600 });
  assert.match(kept, /"Ada".*"links":\[\],"sessions":\[\]/);
  const restored = await kit(context, {}, folder);
  const { items } = (await restored.admin('GET', '/v1/people')).body as { items: unknown[] };
  assert.equal(items.length, 2);
});

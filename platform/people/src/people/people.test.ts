import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FRESH_SESSION_MS, PEOPLE_MAX } from '../limits.ts';
import { added, kit, tokenIn } from '../test/kit.ts';
import { administrationOf, firstState } from './administration.ts';

const PEOPLE = '/v1/people';

interface Listed {
  readonly id: string;
  readonly name: string;
  readonly role: string;
}

void test('people are added with a link, listed, changed and removed', async (context) => {
  const { admin, browser } = await kit(context);
  const made = await admin('POST', PEOPLE, { body: { name: '  Ada   Lovelace ', role: 'reader' } });
  assert.equal(made.status, 201);
  const person = made.body['person'] as Listed;
  assert.deepEqual([person.name, person.role], ['Ada Lovelace', 'reader']);
  const link = { body: { token: tokenIn(made) } };
  assert.equal((await browser().ask('POST', '/v1/sign-in/link', link)).status, 201);
  const changed = await admin('PATCH', `${PEOPLE}/${person.id}`, { body: { role: 'clerk' } });
  assert.deepEqual([changed.status, changed.body['role']], [200, 'clerk']);
  const items = (await admin('GET', PEOPLE)).body['items'] as readonly Listed[];
  assert.deepEqual(
    items.map(({ name, role }) => [name, role]),
    [
      ['admin', 'admin'],
      ['Ada Lovelace', 'clerk'],
    ],
  );
  assert.ok(!/hash|salt|secret/.test(JSON.stringify(items)));
  assert.equal((await admin('DELETE', `${PEOPLE}/${person.id}`)).status, 204);
  const gone = await admin('DELETE', `${PEOPLE}/${person.id}`);
  assert.deepEqual([gone.status, gone.code], [404, 'PERSON_UNKNOWN']);
});

void test('somebody stays administrator, of two who go at once too', async (context) => {
  const own = await kit(context);
  const { admin } = own;
  const [first] = (await admin('GET', PEOPLE)).body['items'] as readonly Listed[];
  const id = first?.id ?? '';
  const remove = await admin('DELETE', `${PEOPLE}/${id}`);
  assert.deepEqual([remove.status, remove.code], [409, 'ADMIN_LAST']);
  const demote = await admin('PATCH', `${PEOPLE}/${id}`, { body: { role: 'reader' } });
  assert.equal(demote.code, 'ADMIN_LAST');
  const second = await added(own, 'Ada', 'admin');
  const both = await Promise.all([
    admin('DELETE', `${PEOPLE}/${id}`),
    admin('PATCH', `${PEOPLE}/${second}`, { body: { role: 'clerk' } }),
  ]);
  assert.deepEqual(both.map(({ code }) => code).sort(), ['ADMIN_LAST', undefined]);
});

void test('two of one name are told apart before they are two', async (context) => {
  const own = await kit(context);
  const { admin } = own;
  const ada = await added(own, 'Ada');
  for (const name of ['Ada', 'ADA', ' ada ', 'Ａｄａ', 'Admin']) {
    const taken = await admin('POST', PEOPLE, { body: { name, role: 'clerk' } });
    assert.deepEqual([taken.status, taken.code], [409, 'PERSON_EXISTS'], name);
  }
  const grace = await added(own, 'Grace');
  const renamed = await admin('PATCH', `${PEOPLE}/${grace}`, { body: { name: 'aDA' } });
  assert.equal(renamed.code, 'PERSON_EXISTS');
  assert.equal((await admin('PATCH', `${PEOPLE}/${ada}`, { body: { name: 'aDA' } })).status, 200);
});

void test('bodies and names that are none', async (context) => {
  const { admin } = await kit(context);
  const bodies: readonly unknown[] = [
    {},
    { name: 'Ada' },
    { name: '', role: 'clerk' },
    { name: 'x'.repeat(101), role: 'clerk' },
    { name: 'a\u202eb', role: 'clerk' },
    { name: 'a\nb', role: 'clerk' },
    { name: 'Ada', role: 'owner' },
    { name: 'Ada', role: 'clerk', password: 'x' },
  ];
  for (const body of bodies) {
    const refused = await admin('POST', PEOPLE, { body });
    assert.deepEqual(
      [refused.status, refused.code],
      [400, 'REQUEST_INVALID'],
      JSON.stringify(body),
    );
  }
  const empty = await admin('POST', PEOPLE, { body: { name: '  ', role: 'clerk' } });
  assert.deepEqual([empty.status, empty.code], [422, 'PERSON_NAME_EMPTY']);
  assert.equal((await admin('PATCH', `${PEOPLE}/ada`, { body: {} })).code, 'REQUEST_INVALID');
});

void test('a request under one Idempotency-Key adds one person, with another link', async (context) => {
  const own = await kit(context);
  const headers = { 'idempotency-key': 'k1' };
  const body = { name: 'Ada', role: 'clerk' };
  const [first, second] = await Promise.all([
    own.admin('POST', PEOPLE, { body, headers }),
    own.admin('POST', PEOPLE, { body, headers }),
  ]);
  assert.deepEqual([first.status, second.status], [201, 201]);
  assert.deepEqual(first.body['person'], second.body['person']);
  assert.equal(second.headers['idempotency-replayed'], 'true');
  assert.notEqual(tokenIn(first), tokenIn(second));
  const again = await own.reopen();
  const other = await again.admin('POST', PEOPLE, { body: { ...body, role: 'admin' }, headers });
  assert.deepEqual([other.status, other.code], [409, 'IDEMPOTENCY_KEY_REUSED']);
});

void test('only administrators see and change people', async (context) => {
  const own = await kit(context);
  const ada = await added(own, 'Ada');
  const clerk = await own.signedIn(ada);
  for (const [method, url, body] of [
    ['GET', PEOPLE, undefined],
    ['POST', PEOPLE, { name: 'x', role: 'admin' }],
    ['PATCH', `${PEOPLE}/${ada}`, { role: 'admin' }],
    ['DELETE', `${PEOPLE}/${ada}`, undefined],
  ] as const) {
    const refused = await clerk.ask(method, url, { body });
    assert.deepEqual([refused.status, refused.code], [403, 'SCOPE_MISSING'], method);
  }
});

void test('an administrator’s browser that is left alone gives nobody a way in', async (context) => {
  const own = await kit(context);
  const ada = await added(own, 'Ada');
  const browser = await own.signedIn();
  own.clock.advance(FRESH_SESSION_MS);
  for (const [method, url, body] of [
    ['POST', '/v1/sign-in/links', {}],
    ['POST', '/v1/sign-in/links', { person: ada }],
    ['POST', PEOPLE, { name: 'Grace', role: 'admin' }],
    ['PATCH', `${PEOPLE}/${ada}`, { role: 'admin' }],
  ] as const) {
    const held = await browser.ask(method, url, { body });
    assert.deepEqual([held.status, held.code], [403, 'SESSION_NOT_FRESH'], url);
  }
  const body = { name: 'Ada L', role: 'clerk' };
  assert.equal((await browser.ask('PATCH', `${PEOPLE}/${ada}`, { body })).status, 200, 'a name');
  const fresh = await own.signedIn();
  assert.equal((await fresh.ask('POST', '/v1/sign-in/links', { body: {} })).status, 201);
  const raised = { body: { role: 'admin' } };
  assert.equal((await fresh.ask('PATCH', `${PEOPLE}/${ada}`, raised)).status, 200);
});

void test('there is an end to how many people there are', async () => {
  const clock = { nowMs: () => 0, monotonicMs: () => 0 };
  const random = { bytes: (count: number) => crypto.getRandomValues(new Uint8Array(count)) };
  let state = firstState({ clock, random });
  const [one] = state.people;
  assert.ok(one);
  const people = Array.from({ length: PEOPLE_MAX }, (_, i) => ({
    ...one,
    id: `per_${String(i)}`,
    name: `Person ${String(i)}`,
  }));
  state = { ...state, people };
  const quiet = (): void => undefined;
  const log = { debug: quiet, info: quiet, warn: quiet, error: quiet };
  const store = {
    state,
    sessionOfHash: () => undefined,
    change: <T>(next: (now: typeof state) => { readonly result: T }) =>
      Promise.resolve().then(() => next(state).result),
  };
  const organisation = { id: 'x', name: 'X' };
  const administration = administrationOf({ store, clock, random, log, organisation });
  await assert.rejects(administration.add({ name: 'One more', role: 'reader' }, undefined), {
    code: 'PEOPLE_TOO_MANY',
  });
});

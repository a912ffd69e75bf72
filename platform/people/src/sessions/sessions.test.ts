import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SESSION_IDLE_MS, SESSION_LIFETIME_MS, SESSIONS_PER_PERSON_MAX } from '../limits.ts';
import { added, type Browser, kit, tokenIn } from '../test/kit.ts';

const HOUR_MS = 3_600_000;

async function codeOf({ ask }: Browser): Promise<unknown> {
  return (await ask('GET', '/v1/session')).code;
}

void test('a session lasts while it is used, and a week', async (context) => {
  const { signedIn, clock } = await kit(context);
  const idle = await signedIn();
  const used = await signedIn();
  for (let hours = 0; hours < SESSION_LIFETIME_MS / HOUR_MS; hours += 6) {
    assert.equal(await codeOf(used), undefined, `after ${String(hours)} hours`);
    clock.advance(6 * HOUR_MS);
    if (hours === 6) assert.equal(await codeOf(idle), 'SESSION_ENDED');
  }
  assert.equal(await codeOf(used), 'SESSION_ENDED');
});

void test('a clock that jumps ends sessions rather than keeping them', async (context) => {
  const { signedIn, clock } = await kit(context);
  const ahead = await signedIn();
  clock.jump(SESSION_IDLE_MS);
  assert.equal(await codeOf(ahead), 'SESSION_ENDED');
  const back = await signedIn();
  clock.jump(-HOUR_MS);
  assert.equal(await codeOf(back), 'SESSION_ENDED');
});

void test('a restart keeps sessions, and when they were used', async (context) => {
  const first = await kit(context);
  const browser = await first.signedIn();
  first.clock.advance(SESSION_IDLE_MS - HOUR_MS);
  assert.equal(await codeOf(browser), undefined);
  const second = await first.reopen();
  second.clock.advance(2 * HOUR_MS);
  const again = second.browser();
  again.token = browser.token;
  assert.equal(await codeOf(again), undefined);
});

void test('signing out ends the session, its cookie and nothing else', async (context) => {
  const { signedIn, lines } = await kit(context);
  const [one, two] = [await signedIn(), await signedIn()];
  const { token } = one;
  const out = await one.ask('DELETE', '/v1/session');
  assert.equal(out.status, 204);
  assert.match(String(out.headers['set-cookie']), /^stele_session_7420=; Max-Age=0; Path=\//);
  one.token = token;
  assert.equal(await codeOf(one), 'SESSION_ENDED');
  assert.equal(await codeOf(two), undefined);
  assert.equal(lines.filter(({ event }) => event === 'session ended').length, 1);
});

void test('own sessions are listed and ended, others are not known', async (context) => {
  const own = await kit(context);
  const [here, there] = [await own.signedIn(), await own.signedIn()];
  const clerk = await own.signedIn(await added(own, 'Ada'));
  const listed = await here.ask('GET', '/v1/sessions');
  const items = listed.body['items'] as readonly {
    readonly id: string;
    readonly current: boolean;
  }[];
  assert.deepEqual(
    items.map(({ current }) => current),
    [true, false],
  );
  const [, other = { id: '' }] = items;
  const foreign = await clerk.ask('DELETE', `/v1/sessions/${other.id}`);
  assert.deepEqual([foreign.status, foreign.code], [404, 'SESSION_UNKNOWN']);
  assert.equal((await here.ask('DELETE', `/v1/sessions/${other.id}`)).status, 204);
  assert.equal(await codeOf(there), 'SESSION_ENDED');
  assert.equal((await here.ask('DELETE', `/v1/sessions/${other.id}`)).code, 'SESSION_UNKNOWN');
  assert.equal((await here.ask('DELETE', '/v1/sessions/ses_x')).code, 'REQUEST_INVALID');
});

void test('removing a person, or another role, ends what runs at once', async (context) => {
  const own = await kit(context);
  const ada = await added(own, 'Ada');
  const session = await own.signedIn(ada);
  assert.equal(
    (await own.admin('PATCH', `/v1/people/${ada}`, { body: { name: 'Ada L' } })).status,
    200,
  );
  assert.equal(await codeOf(session), undefined, 'a name changes nothing');
  await own.admin('PATCH', `/v1/people/${ada}`, { body: { role: 'reader' } });
  assert.equal(await codeOf(session), 'SESSION_ENDED');
  const next = await own.signedIn(ada);
  const { person } = (await next.ask('GET', '/v1/session')).body as { person: { scopes: unknown } };
  assert.deepEqual(person.scopes, ['evidence:read']);
  await own.admin('DELETE', `/v1/people/${ada}`);
  assert.equal(await codeOf(next), 'SESSION_ENDED');
});

void test('too many sessions of a person end the oldest', async (context) => {
  const { signedIn } = await kit(context);
  const first = await signedIn();
  for (let i = 1; i < SESSIONS_PER_PERSON_MAX; i++) await signedIn();
  assert.equal(await codeOf(first), undefined);
  await signedIn();
  assert.equal(await codeOf(first), 'SESSION_ENDED');
});

void test('what changes something needs the token, and no key', async (context) => {
  const { signedIn, admin } = await kit(context);
  const own = await signedIn();
  const forged = await own.ask('DELETE', '/v1/session', { headers: { 'x-csrf-token': 'x' } });
  assert.deepEqual([forged.status, forged.code], [403, 'CSRF_TOKEN_WRONG']);
  const foreign = { 'sec-fetch-site': 'cross-site' };
  assert.equal((await own.ask('GET', '/v1/session', { headers: foreign })).code, 'ORIGIN_FOREIGN');
  assert.equal(await codeOf(own), undefined, 'the session is as it was');
  assert.equal((await admin('GET', '/v1/session')).code, 'SESSION_MISSING');
  assert.equal((await admin('DELETE', '/v1/me/password')).code, 'SESSION_MISSING');
});

void test('a browser’s name is shown, bounded and harmless', async (context) => {
  const { admin, browser } = await kit(context);
  const token = tokenIn(await admin('POST', '/v1/sign-in/links', { body: {} }));
  const own = browser();
  const headers = { 'user-agent': `Fire\u009bfox ${'x'.repeat(500)}` };
  await own.ask('POST', '/v1/sign-in/link', { body: { token }, headers });
  const listed = await own.ask('GET', '/v1/sessions');
  const [{ agent = '' } = {}] = listed.body['items'] as readonly { readonly agent?: string }[];
  assert.match(agent, /^Firefox x{192}$/);
});

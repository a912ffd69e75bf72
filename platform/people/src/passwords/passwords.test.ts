import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TOTP } from 'otpauth';
import {
  FRESH_SESSION_MS,
  TRIES_FORGOTTEN_MS,
  TRIES_PER_ADDRESS_FREE,
  TRIES_PER_NAME_FREE,
  TRIES_PER_NAME_WAIT_MS_MAX,
  TRIES_PER_PERSON_FREE,
} from '../limits.ts';
import { added, type Answer, type Browser, type Kit, kit } from '../test/kit.ts';

const PASSWORD = 'correct horse battery';

async function signIn(own: Kit, body: object, address?: string): Promise<Answer> {
  const headers = address === undefined ? {} : { 'x-forwarded-for': address };
  return await own.browser().ask('POST', '/v1/sign-in/password', { body, headers });
}

async function withPassword(own: Kit, name = 'Ada'): Promise<Browser> {
  const browser = await own.signedIn(await added(own, name));
  const set = await browser.ask('PUT', '/v1/me/password', { body: { password: PASSWORD } });
  assert.equal(set.status, 204, JSON.stringify(set.body));
  return browser;
}

void test('a name and its password sign in, however they are typed', async (context) => {
  const own = await kit(context);
  await withPassword(own, 'Zoë Ångström');
  const unicode = 'Zoe\u0308 A\u030angstro\u0308m';
  for (const name of ['Zoë Ångström', unicode, '  zoË  ångström ', 'ｚｏë ångström']) {
    const answer = await signIn(own, { name, password: PASSWORD });
    assert.equal(answer.status, 201, name);
  }
  const wide = Array.from(PASSWORD, (c) =>
    c === ' ' ? c : String.fromCharCode(c.charCodeAt(0) + 0xfee0),
  );
  assert.equal((await signIn(own, { name: unicode, password: wide.join('') })).status, 201, 'NFKC');
});

void test('a wrong password and a name of nobody are the same answer', async (context) => {
  const own = await kit(context);
  await withPassword(own);
  await added(own, 'No Password');
  const answers = [
    await signIn(own, { name: 'Ada', password: 'wrong wrong wrong' }),
    await signIn(own, { name: 'Nobody', password: PASSWORD }),
    await signIn(own, { name: 'No Password', password: '' }),
    await signIn(own, { name: '', password: '' }),
    await signIn(own, { name: 'Ada', password: PASSWORD.toUpperCase(), code: '000000' }),
  ];
  const said = answers.map(({ status, body: { code, detail, action } }) =>
    JSON.stringify([status, code, detail, action]),
  );
  assert.equal(new Set(said).size, 1, said.join('\n'));
  assert.match(said[0] ?? '', /^\[401,"SIGN_IN_REFUSED"/);
  const logged = JSON.stringify(own.lines);
  assert.ok(logged.includes('sign-in refused') && !logged.includes(PASSWORD));
});

void test('after some wrong tries one waits, longer each time, and is told how long', async (context) => {
  const own = await kit(context);
  await withPassword(own);
  for (const name of ['Ada', 'Nobody']) {
    const wrong = async (): Promise<Answer> => await signIn(own, { name, password: 'wrong' });
    for (let i = 0; i < TRIES_PER_PERSON_FREE; i++) {
      assert.equal((await wrong()).status, 401, `${name} ${String(i)}`);
    }
    let waitS = 1;
    for (let i = 0; i < 12; i++) {
      const held = await wrong();
      assert.deepEqual([held.status, held.code], [429, 'TRIES_TOO_MANY']);
      assert.equal(held.headers['retry-after'], String(waitS), `${name} ${String(i)}`);
      own.clock.jump(waitS * 1_000);
      assert.equal((await wrong()).status, 429, 'setting the clock does not help');
      own.clock.advance(waitS * 1_000);
      assert.equal((await wrong()).status, 401);
      waitS = Math.min(waitS * 2, 900);
    }
    own.clock.advance(900_000);
    assert.equal((await wrong()).status, 401);
    own.clock.advance(2 * TRIES_FORGOTTEN_MS);
    assert.equal((await wrong()).status, 401);
    assert.equal((await wrong()).status, 401, 'a quiet time makes the count begin again');
  }
  assert.equal((await signIn(own, { name: 'Ada', password: PASSWORD })).status, 201);
  assert.equal((await signIn(own, { name: 'Ada', password: 'wrong' })).status, 401, 'forgiven');
});

void test('many tries at once are counted before any is judged', async (context) => {
  const own = await kit(context);
  await withPassword(own);
  const answers = await Promise.all(
    Array.from({ length: 15 }, () => signIn(own, { name: 'Ada', password: 'wrong' })),
  );
  const judged = answers.filter(({ code }) => code === 'SIGN_IN_REFUSED');
  assert.equal(judged.length, TRIES_PER_PERSON_FREE);
});

void test('an address that tries many names waits too, others do not', async (context) => {
  const own = await kit(context, { behindProxy: true });
  const guess = async (i: number, address: string): Promise<unknown> =>
    (await signIn(own, { name: `name ${String(i)}`, password: 'wrong' }, address)).code;
  for (let i = 0; i < TRIES_PER_ADDRESS_FREE; i++) {
    assert.equal(await guess(i, '203.0.113.7'), 'SIGN_IN_REFUSED');
  }
  assert.equal(await guess(100, '203.0.113.7'), 'TRIES_TOO_MANY');
  assert.equal(await guess(101, '1.1.1.1, 203.0.113.7'), 'TRIES_TOO_MANY', 'the last hop counts');
  assert.equal(await guess(102, '203.0.113.8'), 'SIGN_IN_REFUSED');
  own.clock.advance(TRIES_FORGOTTEN_MS + 1_000);
  assert.equal(await guess(103, '203.0.113.7'), 'SIGN_IN_REFUSED');
});

void test('a stranger who tries somebody’s password keeps out himself alone', async (context) => {
  const own = await kit(context, { behindProxy: true });
  await withPassword(own);
  const wrong = async (name: string, address: string): Promise<Answer> =>
    await signIn(own, { name, password: 'wrong' }, address);
  for (let i = 0; i < TRIES_PER_PERSON_FREE; i++) await wrong('Ada', '203.0.113.7');
  assert.equal((await wrong('Ada', '203.0.113.7')).code, 'TRIES_TOO_MANY');
  const right = { name: 'Ada', password: PASSWORD };
  assert.equal((await signIn(own, right, '203.0.113.7')).status, 429, 'not by a lucky guess');
  assert.equal((await signIn(own, right, '198.51.100.1')).status, 201);
  for (const name of ['Ada', 'Nobody']) {
    for (let i = 0; i < TRIES_PER_NAME_FREE; i++) {
      assert.equal((await wrong(name, `192.0.2.${String(i)}`)).status, 401, `${name} ${String(i)}`);
    }
    for (let i = 100; i < 120; i++) {
      const address = `192.0.2.${String(i)}`;
      const { code, headers } = await wrong(name, address);
      assert.equal(code, 'TRIES_TOO_MANY', 'whoever has many addresses is slowed down');
      const waitMs = Number(headers['retry-after']) * 1_000;
      assert.ok(waitMs <= TRIES_PER_NAME_WAIT_MS_MAX);
      own.clock.advance(waitMs);
      assert.equal((await wrong(name, address)).status, 401);
    }
  }
  own.clock.advance(TRIES_PER_NAME_WAIT_MS_MAX);
  assert.equal((await signIn(own, right, '198.51.100.1')).status, 201, 'and nobody is kept out');
});

void test('passwords that are no good, and bodies that are none', async (context) => {
  const own = await kit(context);
  const browser = await own.signedIn();
  const cases: readonly (readonly [unknown, number, string])[] = [
    [{ password: 'nine char' }, 422, 'PASSWORD_TOO_SHORT'],
    [{ password: '👩‍⚖️👩‍⚖️' }, 422, 'PASSWORD_TOO_SHORT'],
    [{ password: 'x'.repeat(201) }, 422, 'PASSWORD_TOO_LONG'],
    [{ password: 'x'.repeat(1_025) }, 400, 'REQUEST_INVALID'],
    [{ password: 1 }, 400, 'REQUEST_INVALID'],
    [{ password: PASSWORD, role: 'admin' }, 400, 'REQUEST_INVALID'],
    [[], 400, 'REQUEST_INVALID'],
  ];
  for (const [body, status, code] of cases) {
    const answer = await browser.ask('PUT', '/v1/me/password', { body });
    assert.deepEqual([answer.status, answer.code], [status, code], JSON.stringify(body));
  }
  for (const body of [
    { name: 'Ada' },
    { name: 'Ada', password: {} },
    { name: 'x'.repeat(201), password: '' },
  ]) {
    assert.equal((await signIn(own, body)).code, 'REQUEST_INVALID');
  }
});

void test('another password needs the old one, and ends the other sessions', async (context) => {
  const own = await kit(context);
  const first = await withPassword(own);
  const second = own.browser();
  await second.ask('POST', '/v1/sign-in/password', { body: { name: 'Ada', password: PASSWORD } });
  const next = 'another good password';
  for (const current of [undefined, '', 'wrong wrong wrong', next]) {
    const body = { password: next, ...(current !== undefined && { current }) };
    const refused = await second.ask('PUT', '/v1/me/password', { body });
    assert.deepEqual([refused.status, refused.code], [422, 'PASSWORD_WRONG']);
  }
  assert.equal((await first.ask('GET', '/v1/session')).status, 200, 'nothing has changed');
  const body = { password: next, current: PASSWORD };
  assert.equal((await second.ask('PUT', '/v1/me/password', { body })).status, 204);
  assert.equal((await first.ask('GET', '/v1/session')).code, 'SESSION_ENDED');
  assert.equal((await second.ask('GET', '/v1/session')).status, 200);
  assert.equal((await signIn(own, { name: 'Ada', password: PASSWORD })).status, 401);
  assert.equal((await signIn(own, { name: 'Ada', password: next })).status, 201);
});

void test('of two browsers that set a password at once one is out', async (context) => {
  const own = await kit(context);
  const first = await withPassword(own);
  const second = own.browser();
  await second.ask('POST', '/v1/sign-in/password', { body: { name: 'Ada', password: PASSWORD } });
  const answers = await Promise.all(
    [first, second].map((browser, i) => {
      const body = { password: `another password ${String(i)}`, current: PASSWORD };
      return browser.ask('PUT', '/v1/me/password', { body });
    }),
  );
  const codes = answers.map(({ code }) => code);
  assert.deepEqual(codes.toSorted(), ['SESSION_ENDED', undefined]);
  const password = `another password ${String(codes.indexOf(undefined))}`;
  assert.equal((await signIn(own, { name: 'Ada', password })).status, 201);
});

void test('who has forgotten a password sets a new one just after a link', async (context) => {
  const own = await kit(context);
  const browser = await withPassword(own);
  const body = { password: 'something else then' };
  assert.equal((await browser.ask('PUT', '/v1/me/password', { body })).status, 204);
  own.clock.advance(FRESH_SESSION_MS);
  assert.equal((await browser.ask('PUT', '/v1/me/password', { body })).code, 'PASSWORD_WRONG');
});

void test('a browser that somebody else finds gives no way in of his own', async (context) => {
  const own = await kit(context);
  const browser = await withPassword(own);
  own.clock.advance(FRESH_SESSION_MS);
  for (const [method, url, body] of [
    ['DELETE', '/v1/me/password'],
    ['PUT', '/v1/me/totp', { code: '123456' }],
    ['POST', '/v1/me/totp'],
    ['DELETE', '/v1/me/totp'],
    ['POST', '/v1/me/passkeys/options'],
    ['DELETE', `/v1/me/passkeys/pk_${'0'.repeat(32)}`],
  ] as const) {
    const held = await browser.ask(method, url, { body });
    assert.deepEqual([held.status, held.code], [403, 'SESSION_NOT_FRESH'], url);
  }
  const without = await own.signedIn(await added(own, 'Grace'));
  own.clock.advance(FRESH_SESSION_MS);
  const body = { password: 'something else then' };
  assert.equal((await without.ask('PUT', '/v1/me/password', { body })).code, 'SESSION_NOT_FRESH');
});

void test('a password is removed', async (context) => {
  const own = await kit(context);
  const browser = await withPassword(own);
  assert.equal((await browser.ask('DELETE', '/v1/me/password')).status, 204);
  assert.equal((await browser.ask('DELETE', '/v1/me/password')).code, 'WAY_MISSING');
  assert.equal((await signIn(own, { name: 'Ada', password: PASSWORD })).status, 401);
});

void test('with an authenticator app a code is needed, and counts once', async (context) => {
  const own = await kit(context);
  const browser = await withPassword(own);
  const early = await browser.ask('PUT', '/v1/me/totp', { body: { code: '123456' } });
  assert.deepEqual([early.status, early.code], [409, 'CODE_SETUP_MISSING']);
  const { secret, uri } = (await browser.ask('POST', '/v1/me/totp')).body as Record<string, string>;
  assert.match(
    uri ?? '',
    /^otpauth:\/\/totp\/City%20Court:Ada\?issuer=City%20Court&secret=[A-Z2-7]{32}&/,
  );
  const totp = new TOTP({ secret: secret ?? '' });
  const codeAt = (ms = 0): string => totp.generate({ timestamp: own.clock.nowMs() + ms });
  const wrong = await browser.ask('PUT', '/v1/me/totp', { body: { code: codeAt(120_000) } });
  assert.deepEqual([wrong.status, wrong.code], [422, 'CODE_WRONG']);
  assert.equal((await signIn(own, { name: 'Ada', password: PASSWORD })).status, 201, 'not yet');
  assert.equal((await browser.ask('PUT', '/v1/me/totp', { body: { code: codeAt() } })).status, 204);

  const given = { name: 'Ada', password: PASSWORD };
  assert.equal((await signIn(own, given)).code, 'CODE_NEEDED');
  const used = await signIn(own, { ...given, code: codeAt() });
  assert.equal(used.code, 'SIGN_IN_REFUSED', 'the code that confirmed it is used up');
  own.clock.advance(30_000);
  const code = codeAt().replace(/^.../, '$& ');
  const both = await Promise.all([
    signIn(own, { ...given, code }),
    signIn(own, { ...given, code }),
  ]);
  assert.deepEqual(both.map(({ status }) => status).sort(), [201, 401]);
  assert.equal(
    (await signIn(own, { ...given, code: codeAt(-30_000) })).status,
    401,
    'an older one',
  );
  const again = await own.reopen();
  assert.equal((await signIn(again, { ...given, code })).status, 401, 'nor after a restart');
  again.clock.advance(30_000);
  assert.equal(
    (await signIn(again, { ...given, code: codeAt(30_000) })).status,
    201,
    'a step ahead',
  );
  for (const bad of ['', '12345', '1234567', 'abcdef', '００００００']) {
    assert.equal((await signIn(again, { ...given, code: bad })).status, 401, bad);
    again.clock.advance(900_000);
  }
});

void test('an app is removed by who has signed in', async (context) => {
  const own = await kit(context);
  const browser = await withPassword(own);
  const { secret } = (await browser.ask('POST', '/v1/me/totp')).body as { secret: string };
  const code = new TOTP({ secret }).generate({ timestamp: own.clock.nowMs() });
  own.clock.advance(600_000);
  const late = await browser.ask('PUT', '/v1/me/totp', { body: { code } });
  assert.equal(late.code, 'CODE_SETUP_MISSING');
  assert.equal((await browser.ask('DELETE', '/v1/me/totp')).code, 'WAY_MISSING');
  const next = (await browser.ask('POST', '/v1/me/totp')).body as { secret: string };
  const now = new TOTP({ secret: next.secret }).generate({ timestamp: own.clock.nowMs() });
  assert.equal((await browser.ask('PUT', '/v1/me/totp', { body: { code: now } })).status, 204);
  const { ways } = (await browser.ask('GET', '/v1/session')).body;
  assert.deepEqual(ways, { password: true, totp: true, passkeys: 0 });
  assert.equal((await browser.ask('DELETE', '/v1/me/totp')).status, 204);
  assert.equal((await signIn(own, { name: 'Ada', password: PASSWORD })).status, 201);
});

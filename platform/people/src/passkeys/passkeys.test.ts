import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { test } from 'node:test';
import {
  CHALLENGE_LIFETIME_MS,
  CHALLENGES_PER_ADDRESS_MAX,
  FRESH_SESSION_MS,
  PASSKEYS_PER_PERSON_MAX,
} from '../limits.ts';
import { type Authenticator, authenticator, type Lies } from '../test/authenticator.ts';
import { added, type Answer, type Browser, kit, type Kit } from '../test/kit.ts';

const ORIGIN = 'http://localhost:7420';

interface Options {
  readonly challenge: string;
  readonly user: { readonly id: string };
}

async function attest(browser: Browser, own: Authenticator, lies?: Lies): Promise<Answer> {
  const options = (await browser.ask('POST', '/v1/me/passkeys/options')).body as unknown as Options;
  const body = { name: ' My  phone ', attestation: own.attest(options, lies) };
  return await browser.ask('POST', '/v1/me/passkeys', { body });
}

async function assertion(own: Kit, key: Authenticator, lies?: Lies): Promise<object> {
  const answer = await own.browser().ask('POST', '/v1/sign-in/passkey/options');
  return { assertion: key.assert(answer.body as unknown as Options, lies) };
}

async function use(own: Kit, body: object): Promise<Answer> {
  return await own.browser().ask('POST', '/v1/sign-in/passkey', { body });
}

async function withPasskey(own: Kit): Promise<{ browser: Browser; key: Authenticator }> {
  const browser = await own.signedIn(await added(own, 'Ada'));
  const { user } = (await browser.ask('POST', '/v1/me/passkeys/options'))
    .body as unknown as Options;
  const key = authenticator(ORIGIN, user.id);
  const made = await attest(browser, key);
  assert.equal(made.status, 201, JSON.stringify(made.body));
  assert.deepEqual([made.body['name'], made.body['host']], ['My phone', 'localhost']);
  return { browser, key };
}

void test('a passkey is added, signs in, is listed and removed', async (context) => {
  const own = await kit(context);
  const { browser, key } = await withPasskey(own);
  const signedIn = await use(own, await assertion(own, key));
  assert.equal(signedIn.status, 201, JSON.stringify(signedIn.body));
  assert.equal((signedIn.body['person'] as { name: string }).name, 'Ada');
  assert.deepEqual(signedIn.body['ways'], { password: false, totp: false, passkeys: 1 });
  const again = await own.reopen();
  assert.equal((await use(again, await assertion(again, key))).status, 201, 'after a restart');
  const same = again.browser();
  same.token = browser.token;
  const [item] = (await same.ask('GET', '/v1/me/passkeys')).body['items'] as { id: string }[];
  assert.equal((await same.ask('DELETE', `/v1/me/passkeys/${item?.id ?? ''}`)).status, 204);
  const gone = await same.ask('DELETE', `/v1/me/passkeys/${item?.id ?? ''}`);
  assert.deepEqual([gone.status, gone.code], [404, 'PASSKEY_UNKNOWN']);
  assert.equal((await use(again, await assertion(again, key))).code, 'SIGN_IN_REFUSED');
});

void test('an assertion counts once, of two at once too, and not for ever', async (context) => {
  const own = await kit(context);
  const { key } = await withPasskey(own);
  const body = await assertion(own, key);
  const answers = await Promise.all([use(own, body), use(own, body), use(own, body)]);
  assert.deepEqual(answers.map(({ status }) => status).sort(), [201, 401, 401]);
  const late = await assertion(own, key);
  own.clock.advance(CHALLENGE_LIFETIME_MS);
  assert.equal((await use(own, late)).code, 'SIGN_IN_REFUSED');
});

void test('an assertion that lies is refused', async (context) => {
  const own = await kit(context);
  const { key } = await withPasskey(own);
  const other = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
  const lies: readonly Lies[] = [
    { origin: 'http://localhost:7421' },
    { origin: 'https://localhost:7420' },
    { origin: 'http://evil.example' },
    { rpId: 'evil.example' },
    { challenge: 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' },
    { type: 'webauthn.create' },
    { flags: 0x01 },
    { flags: 0x00 },
    { key: other },
    { userHandle: 'AAAAAAAAAAAAAAAAAAAAAA' },
    { userHandle: '!' },
  ];
  for (const lie of lies) {
    const refused = await use(own, await assertion(own, key, lie));
    assert.deepEqual([refused.status, refused.code], [401, 'SIGN_IN_REFUSED'], JSON.stringify(lie));
  }
  assert.equal((await use(own, await assertion(own, key, { counter: 50 }))).status, 201);
  const cloned = await use(own, await assertion(own, key, { counter: 50 }));
  assert.equal(cloned.code, 'SIGN_IN_REFUSED', 'a counter that stands still is of a copy');
  const stranger = authenticator(ORIGIN);
  assert.equal((await use(own, await assertion(own, stranger))).code, 'SIGN_IN_REFUSED');
});

void test('an attestation that lies adds nothing', async (context) => {
  const own = await kit(context);
  const { browser, key } = await withPasskey(own);
  for (const lie of [
    { origin: 'http://evil.example' },
    { rpId: 'evil.example' },
    { challenge: 'AAAA' },
    { type: 'webauthn.get' },
    { flags: 0x01 },
  ]) {
    const refused = await attest(browser, authenticator(ORIGIN), lie);
    assert.deepEqual([refused.status, refused.code], [422, 'PASSKEY_INVALID'], JSON.stringify(lie));
  }
  const twice = await attest(browser, key);
  assert.deepEqual([twice.status, twice.code], [409, 'PASSKEY_EXISTS']);
  // A challenge is of one person: another's session cannot use it.
  const other = await own.signedIn(await added(own, 'Grace'));
  const options = (await other.ask('POST', '/v1/me/passkeys/options')).body as unknown as Options;
  const body = { name: 'x', attestation: authenticator(ORIGIN).attest(options) };
  assert.equal((await browser.ask('POST', '/v1/me/passkeys', { body })).code, 'PASSKEY_INVALID');
  for (let i = 1; i < PASSKEYS_PER_PERSON_MAX; i++) {
    assert.equal((await attest(browser, authenticator(ORIGIN))).status, 201);
  }
  assert.equal((await attest(browser, authenticator(ORIGIN))).code, 'PASSKEYS_TOO_MANY');
});

void test('neither the second step nor a removal is for a browser that was left alone', async (context) => {
  const own = await kit(context);
  const { browser } = await withPasskey(own);
  const [item] = (await browser.ask('GET', '/v1/me/passkeys')).body['items'] as { id: string }[];
  own.clock.advance(FRESH_SESSION_MS - CHALLENGE_LIFETIME_MS / 2);
  const options = (await browser.ask('POST', '/v1/me/passkeys/options')).body as unknown as Options;
  const body = { name: 'x', attestation: authenticator(ORIGIN).attest(options) };
  own.clock.advance(CHALLENGE_LIFETIME_MS / 2);
  const added = await browser.ask('POST', '/v1/me/passkeys', { body });
  assert.deepEqual([added.status, added.code], [403, 'SESSION_NOT_FRESH']);
  const removed = await browser.ask('DELETE', `/v1/me/passkeys/${item?.id ?? ''}`);
  assert.deepEqual([removed.status, removed.code], [403, 'SESSION_NOT_FRESH']);
});

void test('strangers who ask to sign in push out nobody who adds a passkey', async (context) => {
  const own = await kit(context);
  const browser = await own.signedIn();
  const options = (await browser.ask('POST', '/v1/me/passkeys/options')).body as unknown as Options;
  for (let i = 0; i <= CHALLENGES_PER_ADDRESS_MAX; i++) {
    assert.equal((await own.browser().ask('POST', '/v1/sign-in/passkey/options')).status, 200);
  }
  const body = { name: 'x', attestation: authenticator(ORIGIN).attest(options) };
  assert.equal((await browser.ask('POST', '/v1/me/passkeys', { body })).status, 201);
});

void test('garbage in each place is refused, never a fault of the server', async (context) => {
  const own = await kit(context);
  const { browser, key } = await withPasskey(own);
  const garbage = ['', '!', 'AAAA', 'e30', Buffer.from('{"challenge":1}').toString('base64url')];
  const { assertion: good } = (await assertion(own, key)) as { assertion: Record<string, object> };
  for (const text of garbage) {
    for (const place of ['clientDataJSON', 'authenticatorData', 'signature']) {
      const bad = { ...good, response: { ...good['response'], [place]: text } };
      assert.equal((await use(own, { assertion: bad })).status, 401, `${place} ${text}`);
    }
    const response = { clientDataJSON: text, attestationObject: text };
    const attestation = { ...good, response };
    const added = await browser.ask('POST', '/v1/me/passkeys', {
      body: { name: 'x', attestation },
    });
    assert.equal(added.status, 422, text);
  }
  for (const body of [{}, { assertion: {} }, { assertion: { ...good, id: 1 } }, { ...good }]) {
    assert.equal((await use(own, body)).code, 'REQUEST_INVALID');
  }
  assert.ok(own.lines.every(({ event }) => event !== 'request failed inside'));
});

void test('passkeys belong to the name that the browser sees', async (context) => {
  const own = await kit(context);
  const browser = await own.signedIn();
  for (const host of ['127.0.0.1:7420', '[::1]:7420']) {
    for (const path of ['/v1/me/passkeys/options', '/v1/sign-in/passkey/options']) {
      const refused = await browser.ask('POST', path, { headers: { host } });
      assert.deepEqual([refused.status, refused.code], [409, 'PASSKEY_NEEDS_NAME'], host);
    }
  }
  const proxied = await kit(context, { behindProxy: true, publicUrl: 'https://stele.example.org' });
  const options = await proxied
    .browser()
    .ask('POST', '/v1/sign-in/passkey/options', { headers: { host: '10.0.0.7' } });
  assert.equal(options.body['rpId'], 'stele.example.org', 'whatever the proxy calls the host');
});

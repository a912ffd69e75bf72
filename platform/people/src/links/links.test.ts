import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LINK_LIFETIME_MS, LINKS_PER_PERSON_MAX } from '../limits.ts';
import { added, kit, tokenIn } from '../test/kit.ts';

const LINK = '/v1/sign-in/link';
const LINKS = '/v1/sign-in/links';

void test('a link signs in once, and says so the second time', async (context) => {
  const { admin, browser, lines } = await kit(context);
  const made = await admin('POST', LINKS, { body: {} });
  assert.equal(made.status, 201);
  assert.equal(made.body['expiresAt'], '2026-01-31T09:00:00.000Z');
  const body = { token: tokenIn(made) };
  const first = await browser().ask('POST', LINK, { body });
  assert.equal(first.status, 201);
  const { name, role, scopes } = first.body['person'] as Record<string, unknown>;
  assert.deepEqual([name, role, (scopes as unknown[]).length], ['admin', 'admin', 4]);
  assert.deepEqual(first.body['ways'], { password: false, totp: false, passkeys: 0 });
  assert.deepEqual(first.body['organisation'], { id: 'court', name: 'City Court' });
  assert.match(String(first.headers['set-cookie']), /; Path=\/; HttpOnly; SameSite=Strict$/);
  const second = await browser().ask('POST', LINK, { body });
  assert.deepEqual([second.status, second.code], [401, 'SIGN_IN_LINK_USED']);
  assert.equal(second.headers['set-cookie'], undefined);
  assert.ok(!JSON.stringify(lines).includes(body.token), 'no token in the log');
});

void test('of two that use a link at once one signs in', async (context) => {
  const { admin, browser } = await kit(context);
  const body = { token: tokenIn(await admin('POST', LINKS, { body: {} })) };
  const answers = await Promise.all(
    Array.from({ length: 8 }, () => browser().ask('POST', LINK, { body })),
  );
  assert.deepEqual(answers.map(({ status, code }) => `${String(status)} ${String(code)}`).sort(), [
    '201 undefined',
    ...Array.from({ length: 7 }, () => '401 SIGN_IN_LINK_USED'),
  ]);
});

void test('a link expires, and a clock set back does not bring it back', async (context) => {
  const { admin, browser, clock } = await kit(context);
  const use = async (token: string): Promise<unknown> =>
    (await browser().ask('POST', LINK, { body: { token } })).code;
  const late = tokenIn(await admin('POST', LINKS, { body: {} }));
  clock.advance(LINK_LIFETIME_MS);
  assert.equal(await use(late), 'SIGN_IN_LINK_UNKNOWN');
  const early = tokenIn(await admin('POST', LINKS, { body: {} }));
  clock.jump(-LINK_LIFETIME_MS);
  assert.equal(await use(early), 'SIGN_IN_LINK_UNKNOWN', 'made in what is now the future');
  const next = tokenIn(await admin('POST', LINKS, { body: {} }));
  clock.jump(-60_000);
  assert.equal(await use(next), undefined, 'a minute is what clocks are corrected by');
});

void test('what is no link, or of nobody any more', async (context) => {
  const own = await kit(context);
  const { admin, browser } = own;
  for (const token of ['', 'x', 'A'.repeat(43), '☃'.repeat(43), 'A'.repeat(100)]) {
    const { status, code } = await browser().ask('POST', LINK, { body: { token } });
    assert.deepEqual([status, code], [401, 'SIGN_IN_LINK_UNKNOWN'], token);
  }
  for (const body of [{}, { token: 1 }, { token: 'A'.repeat(101) }, { token: 'A', more: 1 }, []]) {
    assert.equal((await browser().ask('POST', LINK, { body })).code, 'REQUEST_INVALID');
  }
  const person = await added(own, 'Ada');
  const token = tokenIn(await admin('POST', LINKS, { body: { person } }));
  assert.equal((await admin('DELETE', `/v1/people/${person}`)).status, 204);
  const gone = await browser().ask('POST', LINK, { body: { token } });
  assert.equal(gone.code, 'SIGN_IN_LINK_UNKNOWN');
  const none = await admin('POST', LINKS, { body: { person } });
  assert.deepEqual([none.status, none.code], [404, 'PERSON_UNKNOWN']);
});

void test('too many links of a person take the place of the oldest', async (context) => {
  const { admin, browser } = await kit(context);
  const tokens: string[] = [];
  for (let i = 0; i <= LINKS_PER_PERSON_MAX; i++) {
    tokens.push(tokenIn(await admin('POST', LINKS, { body: {} })));
  }
  const [first = '', second = ''] = tokens;
  const use = async (token: string): Promise<number> =>
    (await browser().ask('POST', LINK, { body: { token } })).status;
  assert.deepEqual(
    [await use(first), await use(second), await use(tokens.at(-1) ?? '')],
    [401, 201, 201],
  );
});

void test('links are for administrators to make, and carry the public address', async (context) => {
  const own = await kit(context, { publicUrl: 'https://stele.example.org/' });
  const clerk = await own.signedIn(await added(own, 'Ada'));
  const refused = await clerk.ask('POST', LINKS, { body: {} });
  assert.deepEqual([refused.status, refused.code], [403, 'SCOPE_MISSING']);
  assert.equal((await own.browser().ask('POST', LINKS, { body: {} })).code, 'KEY_MISSING');
  const admin = await own.signedIn();
  const made = await admin.ask('POST', LINKS, { body: {} });
  assert.equal(made.body['url'], `https://stele.example.org${String(made.body['path'])}`);
});

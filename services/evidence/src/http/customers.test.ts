import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { test } from 'node:test';
import type { JsonObject } from '@stele/protocol';
import { systemClock } from '@stele/node';
import { customer, digestsOf, expectStatus, kit, text } from '../test/kit.ts';

void test('a quota is used to the last record under a storm, and nothing refused is charged', async (t) => {
  const opened = await kit(t);
  const { ask } = opened;
  const { id, key } = await customer(opened, { quota: 100 });
  const calls = Array.from({ length: 260 }, (_, i) =>
    i % 20 === 19
      ? ask('POST', '/v1/evidence/batches', {
          key,
          body: {
            items: [1, 2, 3].map((n) => ({ digests: digestsOf(`${String(i)}/${String(n)}`) })),
          },
        })
      : ask('POST', '/v1/evidence', { key, body: { digests: digestsOf(String(i)) } }),
  );
  const answers = await Promise.all(calls);
  const made = answers
    .filter(({ status }) => status === 201)
    .reduce((sum, { json }) => sum + Number(json['count'] ?? 1), 0);
  for (const { status, json } of answers) {
    if (status === 201) continue;
    assert.match(text(json['code']), /^QUOTA_EX(HAUSTED|CEEDED)$/, JSON.stringify(json));
    assert.equal(status, 422);
  }
  const shown = await ask('GET', `/v1/customers/${id}`);
  assert.equal(made + Number(shown.json['quotaLeft']), 100);
  assert.ok(Number(shown.json['quotaLeft']) < 3, 'only a batch may find too little left');
  const usage = await ask('GET', `/v1/usage?source=ledger&customer=${id}`);
  const [row] = usage.json['items'] as readonly JsonObject[];
  assert.deepEqual([row?.['records'], row?.['units'], row?.['refusals']], [made, made, 0]);
});

void test('a package is added once under its key, exactly, while records are made', async (t) => {
  const opened = await kit(t);
  const { ask } = opened;
  const { id, key } = await customer(opened, { quota: 50 });
  const path = `/v1/customers/${id}/quota/additions`;
  const headers = { 'idempotency-key': 'order 7'.replace(' ', '-') };
  const records = Array.from({ length: 40 }, (_, i) =>
    ask('POST', '/v1/evidence', { key, body: { digests: digestsOf(String(i)) } }),
  );
  const additions = Array.from({ length: 5 }, () =>
    ask('POST', path, { body: { units: 1_000 }, headers }),
  );
  for (const answer of await Promise.all(records)) expectStatus(answer, 201);
  for (const answer of await Promise.all(additions)) expectStatus(answer, 200);
  const reopened = await opened.reopen();
  expectStatus(await reopened.ask('POST', path, { body: { units: 1_000 }, headers }), 200);
  const left = (await reopened.ask('GET', `/v1/customers/${id}`)).json['quotaLeft'];
  assert.equal(left, 50 + 1_000 - 40);
  const other = await reopened.ask('POST', path, { body: { units: 1 }, headers });
  expectStatus(other, 409, 'IDEMPOTENCY_KEY_REUSED');
});

void test('a package asked for again long after it was added is not added again', async (t) => {
  let nowMs = systemClock.nowMs();
  const opened = await kit(t, { clock: { ...systemClock, nowMs: () => nowMs } });
  const { ask } = opened;
  const { id } = await customer(opened, { quota: 50 });
  const path = `/v1/customers/${id}/quota/additions`;
  const asked = { body: { units: 1_000 }, headers: { 'idempotency-key': 'order-8' } };
  expectStatus(await ask('POST', path, asked), 200);
  nowMs += 3_600_000;
  const again = await ask('POST', path, asked);
  expectStatus(again, 200);
  assert.equal(again.headers['idempotency-replayed'], 'true');
  assert.equal(again.json['quotaLeft'], 1_050);
});

void test('a customer and a key asked for twice under one key are the same ones', async (t) => {
  const { ask } = await kit(t);
  const headers = { 'idempotency-key': 'open-1' };
  const first = await ask('POST', '/v1/customers', { body: { name: 'A' }, headers });
  const again = await ask('POST', '/v1/customers', { body: { name: 'A' }, headers });
  expectStatus(again, 201);
  assert.deepEqual(again.json, first.json);
  assert.equal(again.headers['idempotency-replayed'], 'true');
  const other = await ask('POST', '/v1/customers', { body: { name: 'B' }, headers });
  expectStatus(other, 409, 'IDEMPOTENCY_KEY_REUSED');
  const path = `/v1/customers/${text(first.json['id'])}/keys`;
  const body = { name: 'core', scopes: ['evidence:write'] };
  const key = await ask('POST', path, { body, headers });
  const same = await ask('POST', path, { body, headers });
  assert.deepEqual(same.json, key.json);
  assert.equal(same.headers['idempotency-replayed'], 'true');
  expectStatus(await ask('GET', '/v1/me', { key: text(same.json['key']) }), 200);
  const wider = { ...body, scopes: ['evidence:read'] };
  expectStatus(await ask('POST', path, { body: wider, headers }), 409, 'IDEMPOTENCY_KEY_REUSED');
});

void test('a key is refused from the request after its revocation on, and over restarts', async (t) => {
  let nowMs = systemClock.nowMs();
  const clock = { ...systemClock, nowMs: () => nowMs };
  const opened = await kit(t, { clock });
  const { ask } = opened;
  const { id, key } = await customer(opened);
  const body = { digests: digestsOf('a') };
  expectStatus(await ask('POST', '/v1/evidence', { key, body }), 201);
  const listed = await ask('GET', `/v1/customers/${id}/keys`);
  const [known] = listed.json['items'] as readonly JsonObject[];
  assert.ok(!listed.bytes.includes(key.slice(20)), 'no list shows a secret');
  expectStatus(await ask('DELETE', `/v1/keys/${text(known?.['id'])}`), 204);
  expectStatus(await ask('POST', '/v1/evidence', { key, body }), 401, 'KEY_REVOKED');
  const forged = `${key.slice(0, -7)}A${key.slice(-6)}`;
  expectStatus(await ask('POST', '/v1/evidence', { key: forged, body }), 401, 'KEY_UNKNOWN');
  const reopened = await opened.reopen();
  expectStatus(await reopened.ask('GET', '/v1/me', { key }), 401, 'KEY_REVOKED');
  const expiresAt = new Date(nowMs + 60_000).toISOString();
  const made = await reopened.ask('POST', `/v1/customers/${id}/keys`, {
    body: { name: 'short', scopes: ['evidence:read'], expiresAt },
  });
  const short = text(made.json['key']);
  expectStatus(
    await reopened.ask('POST', '/v1/evidence', { key: short, body }),
    403,
    'SCOPE_MISSING',
  );
  expectStatus(await reopened.ask('GET', '/v1/me', { key: short }), 200);
  nowMs += 60_000;
  expectStatus(await reopened.ask('GET', '/v1/me', { key: short }), 401, 'KEY_EXPIRED');
  expectStatus(await reopened.ask('DELETE', '/v1/keys/AAAAAAAAAAAA'), 404, 'KEY_NOT_FOUND');
});

void test('a customer’s key is no admin’s, and a suspended customer’s is nobody’s', async (t) => {
  const opened = await kit(t);
  const { ask } = opened;
  const { id, key } = await customer(opened);
  for (const [method, path] of [
    ['GET', '/v1/customers'],
    ['POST', '/v1/customers'],
    ['POST', `/v1/customers/${id}/quota/additions`],
    ['GET', '/v1/backups/service'],
    ['POST', '/v1/projection/rebuild'],
  ] as const) {
    const answer = await ask(method, path, {
      key,
      ...(method === 'POST' && { body: { name: 'x', units: 1 } }),
    });
    expectStatus(answer, 403, 'SCOPE_MISSING');
  }
  const admin = await ask('POST', `/v1/customers/${id}/keys`, {
    body: { name: 'x', scopes: ['admin'] },
  });
  expectStatus(admin, 400, 'REQUEST_INVALID');
  const others = await ask('GET', `/v1/usage?source=ledger&customer=cus_${'0'.repeat(32)}`, {
    key,
  });
  expectStatus(others, 403, 'SCOPE_MISSING');
  expectStatus(await ask('PATCH', `/v1/customers/${id}`, { body: { suspended: true } }), 200);
  const body = { digests: digestsOf('a') };
  expectStatus(await ask('POST', '/v1/evidence', { key, body }), 403, 'CUSTOMER_SUSPENDED');
  expectStatus(await ask('PATCH', `/v1/customers/${id}`, { body: { suspended: false } }), 200);
  expectStatus(await ask('POST', '/v1/evidence', { key, body }), 201);
});

void test('a customer with a key of its own is not signed for', async (t) => {
  const opened = await kit(t);
  const { publicKey } = generateKeyPairSync('ed25519');
  const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  const { id, key } = await customer(opened, { publicKey: pem });
  const refused = await opened.ask('POST', '/v1/evidence', {
    key,
    body: { digests: digestsOf('a') },
  });
  expectStatus(refused, 409, 'CUSTODY_OWN');
  assert.equal((await opened.ask('GET', `/v1/customers/${id}`)).json['custody'], 'own');
  const bad = await opened.ask('POST', '/v1/customers', { body: { name: 'x', publicKey: 'PEM' } });
  expectStatus(bad, 400, 'PUBLIC_KEY_MALFORMED');
});

void test('the public sees what is public, and the owner only where it says so', async (t) => {
  const opened = await kit(t);
  const { ask } = opened;
  const shy = await customer(opened, { publicLookup: false });
  const open = await customer(opened, { name: '某银行', disclosed: true });
  const silent = await customer(opened, { name: 'Nobody’s business' });
  const body = { digests: digestsOf('same file'), name: 'secret-name', reference: 'secret-ref' };
  for (const { key } of [shy, open, silent]) {
    expectStatus(await ask('POST', '/v1/evidence', { key, body }), 201);
  }
  const digest = `digest=sha-256:${body.digests['sha-256']}`;
  const found = await ask('GET', `/v1/public/evidence?${digest}`, { key: null });
  expectStatus(found, 200);
  const records = found.json['items'] as readonly JsonObject[];
  assert.equal(records.length, 2);
  assert.deepEqual(records.map(({ owner }) => owner).toSorted(), ['某银行', undefined]);
  for (const secret of ['secret-', 'business']) assert.ok(!found.bytes.includes(secret));
  const receipt = text((records[0]?.['links'] as JsonObject)['receipt']);
  expectStatus(await ask('GET', receipt, { key: null }), 200);
  for (const query of [
    '',
    `${digest}&id=ev_${'0'.repeat(32)}`,
    'digest=sha-256:ab',
    'digest=md5:ab',
  ]) {
    const answer = await ask('GET', `/v1/public/evidence?${query}`, { key: null });
    assert.equal(answer.status, 400, query);
  }
});

void test('changes of a customer at the same moment are all kept', async (t) => {
  const opened = await kit(t);
  const { id } = await customer(opened);
  const path = `/v1/customers/${id}`;
  const changes: JsonObject[] = [{ suspended: true }, { name: 'Renamed' }, { disclosed: true }];
  await Promise.all(changes.map((body) => opened.ask('PATCH', path, { body })));
  const shown = await opened.ask('GET', path);
  for (const change of changes) {
    for (const [name, value] of Object.entries(change)) assert.equal(shown.json[name], value, name);
  }
});

void test('different requests at once under one key: one is done, the others are told', async (t) => {
  const opened = await kit(t);
  const { ask } = opened;
  const headers = { 'idempotency-key': 'same' };
  const names = ['X', 'Y', 'Z'];
  const made = await Promise.all(
    names.map((name) => ask('POST', '/v1/customers', { body: { name }, headers })),
  );
  assert.deepEqual(made.map(({ status }) => status).toSorted(), [201, 409, 409]);
  const { id } = await customer(opened);
  const scopes = ['evidence:read', 'evidence:write', 'ledger:submit'];
  const keys = await Promise.all(
    scopes.map((scope) =>
      ask('POST', `/v1/customers/${id}/keys`, { body: { name: 'k', scopes: [scope] }, headers }),
    ),
  );
  assert.deepEqual(keys.map(({ status }) => status).toSorted(), [201, 409, 409]);
  const renamed = made.find(({ status }) => status === 201)?.json ?? {};
  await ask('PATCH', `/v1/customers/${text(renamed['id'])}`, { body: { name: 'Later' } });
  const body = { name: text(renamed['name']) };
  const again = await ask('POST', '/v1/customers', { body, headers });
  assert.equal(again.headers['idempotency-replayed'], 'true', 'the same request after a change');
});

void test('names are text that shows as it is, and keys are not born expired', async (t) => {
  const opened = await kit(t);
  const { id } = await customer(opened);
  for (const name of ['', 'a\nb', 'Evil\u001b[2J', 'x\u202ey', '\ud800']) {
    const answer = await opened.ask('POST', '/v1/customers', { body: { name } });
    expectStatus(answer, 400, 'REQUEST_INVALID');
  }
  expectStatus(
    await opened.ask('POST', '/v1/customers', { body: { name: '王记🏦 & Söhne' } }),
    201,
  );
  const body = { name: 'k', scopes: ['evidence:read'], expiresAt: '2020-01-01T00:00:00Z' };
  expectStatus(await opened.ask('POST', `/v1/customers/${id}/keys`, { body }), 400, 'EXPIRY_PAST');
});

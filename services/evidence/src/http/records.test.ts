import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { failure, rejection } from '@stele/base';
import { encode, type JsonObject } from '@stele/protocol';
import { customer, digestsOf, expectStatus, kit, text } from '../test/kit.ts';

const NAME = '张三的合同.pdf';

void test('a record reads as it was written, by id, by digest and by transaction', async (t) => {
  const { ask } = await kit(t);
  const body = {
    digests: digestsOf('a'),
    name: NAME,
    reference: 'A-7',
    size: 12,
    kind: 'contract',
    metadata: { pages: 3 },
  };
  const made = await ask('POST', '/v1/evidence', { body });
  expectStatus(made, 201);
  const { id, transaction } = made.json;
  assert.equal(made.headers['location'], `/v1/evidence/${text(id)}`);
  assert.deepEqual(made.json['note'], {
    name: NAME,
    size: 12,
    reference: 'A-7',
    metadata: { pages: 3 },
  });
  assert.equal(made.json['kind'], 'contract');
  const shown = await ask('GET', `/v1/evidence/${text(id)}`);
  assert.deepEqual(shown.json, made.json);
  for (const query of [
    `digest=sha-256:${body.digests['sha-256']}`,
    `transaction=${text(transaction)}`,
  ]) {
    const found = await ask('GET', `/v1/evidence?${query}`);
    assert.deepEqual(found.json, { items: [made.json], nextCursor: null }, query);
  }
  const search = await ask('GET', '/v1/evidence?reference=A-7');
  expectStatus(search, 503, 'SEARCH_UNAVAILABLE');
  assert.ok(Number(search.headers['retry-after']) >= 1);
});

for (const error of [
  failure('STORAGE_FULL', 'the disk is full', { retryable: true }),
  failure('NODE_FAILED', 'the node has failed'),
  rejection('RECORD_EXISTS', 'a record has this id already'),
]) {
  void test(`a record that came to be although it ended in ${error.code} keeps its note`, async (t) => {
    const { ask, node } = await kit(t);
    const headers = { 'idempotency-key': 'order-1' };
    const body = { digests: digestsOf('a'), name: NAME, reference: 'A-7' };
    const submit = node.api.submit.bind(node.api);
    node.api.submit = async (...asked) => {
      await submit(...asked);
      throw error;
    };
    const first = await ask('POST', '/v1/evidence', { body, headers });
    assert.ok(first.status >= 400, 'nobody knows what became of it');
    node.api.submit = submit;
    const again = await ask('POST', '/v1/evidence', { body, headers });
    expectStatus(again, 201);
    assert.equal(again.headers['idempotency-replayed'], 'true');
    assert.deepEqual(again.json['note'], { name: NAME, reference: 'A-7' });
  });
}

void test('the same key and body give the first answer, another body is refused', async (t) => {
  const { ask } = await kit(t);
  const headers = { 'idempotency-key': 'order-1' };
  const body = { digests: digestsOf('a'), name: NAME, metadata: { b: 1, a: [true, null] } };
  const first = await ask('POST', '/v1/evidence', { body, headers });
  const again = await ask('POST', '/v1/evidence', {
    body: { ...body, metadata: { a: [true, null], b: 1 } },
    headers,
  });
  expectStatus(again, 201);
  assert.deepEqual(again.json, first.json);
  assert.equal(again.headers['idempotency-replayed'], 'true');
  assert.equal(first.headers['idempotency-replayed'], undefined);
  const others: JsonObject[] = [
    { digests: digestsOf('b'), name: NAME, metadata: body.metadata },
    { ...body, name: 'another' },
    { ...body, kind: 'contract' },
    { ...body, salted: true },
    { digests: body.digests },
  ];
  for (const other of others) {
    const refused = await ask('POST', '/v1/evidence', { body: other, headers });
    expectStatus(refused, 409, 'IDEMPOTENCY_KEY_REUSED');
  }
  const salted = { digests: digestsOf('guess'), salted: true };
  const key = { 'idempotency-key': 'salted' };
  const one = await ask('POST', '/v1/evidence', { body: salted, headers: key });
  const two = await ask('POST', '/v1/evidence', { body: salted, headers: key });
  assert.deepEqual(two.json, one.json);
  assert.deepEqual(one.json['digests'], salted.digests, 'the owner is shown the file’s own digest');
});

void test('a hundred calls at once under one key are one record', async (t) => {
  const opened = await kit(t);
  const { ask } = opened;
  const headers = { 'idempotency-key': 'storm' };
  const body = { digests: digestsOf('a') };
  const answers = await Promise.all(
    Array.from({ length: 100 }, () => ask('POST', '/v1/evidence', { body, headers })),
  );
  for (const answer of answers) expectStatus(answer, 201);
  assert.equal(new Set(answers.map(({ json }) => json['id'])).size, 1);
  const replays = answers.filter((answer) => answer.headers['idempotency-replayed'] === 'true');
  assert.equal(replays.length, 99);
  const usage = await ask('GET', '/v1/usage?source=ledger');
  assert.equal((usage.json['items'] as readonly JsonObject[])[0]?.['records'], 1);
  const reopened = await opened.reopen();
  const later = await reopened.ask('POST', '/v1/evidence', { body, headers });
  assert.equal(later.headers['idempotency-replayed'], 'true', 'after a restart too');
});

void test('customers do not see each other, and ids do not meet', async (t) => {
  const opened = await kit(t);
  const [a, b] = [await customer(opened), await customer(opened)];
  const headers = { 'idempotency-key': 'same' };
  const made = await opened.ask('POST', '/v1/evidence', {
    key: a.key,
    headers,
    body: { digests: digestsOf('a') },
  });
  const other = await opened.ask('POST', '/v1/evidence', {
    key: b.key,
    headers,
    body: { digests: digestsOf('b') },
  });
  expectStatus(other, 201);
  assert.notEqual(made.json['id'], other.json['id']);
  const path = `/v1/evidence/${text(made.json['id'])}`;
  for (const below of ['', '/receipt', '/certificate.pdf', '/entry']) {
    expectStatus(await opened.ask('GET', path + below, { key: b.key }), 404, 'EVIDENCE_UNKNOWN');
  }
  expectStatus(await opened.ask('DELETE', `${path}/note`, { key: b.key }), 404, 'EVIDENCE_UNKNOWN');
  const digest = digestsOf('a')['sha-256'];
  const found = await opened.ask('GET', `/v1/evidence?digest=sha-256:${digest}`, { key: b.key });
  assert.deepEqual(found.json['items'], []);
});

void test('what cannot be recorded says which part and why', async (t) => {
  const { ask } = await kit(t);
  const digests = digestsOf('a');
  const cases: readonly (readonly [JsonObject, string, string])[] = [
    [{ digests: {} }, 'DIGESTS_MISSING', '#/digests'],
    [{ digests: { md5: 'd41d8cd98f00b204e9800998ecf8427e' } }, 'DIGEST_WEAK', '#/digests/md5'],
    [{ digests: { ...digests, 'sha-1': 'da39' } }, 'DIGEST_WEAK', '#/digests/sha-1'],
    [{ digests: { whirlpool: 'ab' } }, 'DIGEST_ALGORITHM_UNKNOWN', '#/digests/whirlpool'],
    [{ digests: { 'a/b~c': 'ab' } }, 'DIGEST_ALGORITHM_UNKNOWN', '#/digests/a~1b~0c'],
    [{ digests: { 'sha-256': 'ab' } }, 'DIGEST_MALFORMED', '#/digests/sha-256'],
    [
      { digests: { 'sha-256': digests['sha-256'].toUpperCase() } },
      'DIGEST_MALFORMED',
      '#/digests/sha-256',
    ],
    [{ digests: { 'sha-512': digests['sha-256'] } }, 'DIGEST_MALFORMED', '#/digests/sha-512'],
    [{ digests, metadata: { a: [1, 0.5] } }, 'METADATA_UNSUPPORTED', '#/metadata/a/1'],
    [{ digests, metadata: 2 ** 60 }, 'METADATA_UNSUPPORTED', '#/metadata'],
    [{ digests, name: '\ud800' }, 'TEXT_MALFORMED', '#/name'],
    [{ digests, kind: 'Not An Identifier' }, 'REQUEST_INVALID', '#/kind'],
    [{ digests, size: -1 }, 'REQUEST_INVALID', '#/size'],
    [{ digests, refrence: 'x' }, 'REQUEST_INVALID', '#/refrence'],
    [{ digests, supersedes: `ev_${'0'.repeat(32)}` }, 'RECORD_UNKNOWN', '#/supersedes'],
  ];
  for (const [body, code, pointer] of cases) {
    const answer = await ask('POST', '/v1/evidence', { body });
    assert.equal(answer.json['code'], code, JSON.stringify(answer.json));
    const [fault] = answer.json['errors'] as readonly JsonObject[];
    assert.equal(fault?.['pointer'], pointer);
    assert.ok(text(answer.json['action']).length > 10);
  }
  const long = await ask('POST', '/v1/evidence', {
    body: { digests, metadata: 'x'.repeat(17_000) },
  });
  expectStatus(long, 413, 'NOTE_TOO_LARGE');
  const chain = await ask('GET', '/v1/chains/main');
  assert.equal(chain.json['height'], 0, 'nothing was recorded');
});

void test('a record is superseded once, however many try at once', async (t) => {
  const { ask } = await kit(t);
  const first = await ask('POST', '/v1/evidence', { body: { digests: digestsOf('v1') } });
  const supersedes = text(first.json['id']);
  const tries = await Promise.all(
    Array.from({ length: 8 }, (_, i) =>
      ask('POST', '/v1/evidence', { body: { digests: digestsOf(`v2 ${String(i)}`), supersedes } }),
    ),
  );
  const made = tries.filter(({ status }) => status === 201);
  assert.equal(made.length, 1);
  for (const { status, json } of tries) {
    if (status !== 201) assert.equal(json['code'], 'RECORD_SUPERSEDED');
  }
  const shown = await ask('GET', `/v1/evidence/${supersedes}`);
  assert.equal(shown.json['supersededBy'], made[0]?.json['id']);
  const found = await ask('GET', `/v1/evidence?supersedes=${supersedes}`);
  assert.deepEqual(
    (found.json['items'] as readonly JsonObject[]).map(({ id }) => id),
    [made[0]?.json['id']],
  );
  const usage = await ask('GET', '/v1/usage?source=ledger');
  assert.deepEqual(
    (usage.json['items'] as readonly JsonObject[]).map(({ records, refusals }) => [
      records,
      refusals,
    ]),
    [[2, 0]],
  );
});

void test('who does not wait is told where to look', async (t) => {
  const { ask } = await kit(t);
  const headers = { prefer: 'respond-async', 'idempotency-key': 'async' };
  const accepted = await ask('POST', '/v1/evidence', {
    body: { digests: digestsOf('a') },
    headers,
  });
  expectStatus(accepted, 202);
  assert.equal(accepted.json['status'], 'accepted');
  const path = String(accepted.headers['location']);
  let shown = await ask('GET', path);
  for (let i = 0; i < 500 && shown.status === 202; i++) {
    await sleep(10);
    shown = await ask('GET', path);
  }
  expectStatus(shown, 200);
  assert.equal(shown.json['id'], accepted.json['id']);
});

void test('an erased note is gone from every answer and every file, and the record still verifies', async (t) => {
  const { ask } = await kit(t);
  const marked = `${NAME}-erase-me`;
  const body = { digests: digestsOf('a'), name: marked, reference: 'erase-me-reference' };
  const made = await ask('POST', '/v1/evidence', { body });
  const path = `/v1/evidence/${text(made.json['id'])}`;
  const before = await ask('GET', `${path}/receipt.json`);
  assert.notEqual(before.json['note'], undefined);
  expectStatus(await ask('DELETE', `${path}/note`), 204);
  expectStatus(await ask('DELETE', `${path}/note`), 204);
  const shown = await ask('GET', path);
  assert.deepEqual(shown.json['note'], {});
  assert.equal(shown.json['noteErased'], true);
  const receipt = await ask('GET', `${path}/receipt.json`);
  assert.equal(receipt.json['note'], undefined);
  const verdict = await ask('POST', '/v1/verifications', {
    key: null,
    body: { receipt: receipt.json, digests: body.digests },
  });
  assert.equal(verdict.json['verdict'], 'valid');
  const old = await ask('POST', '/v1/verifications', {
    key: null,
    body: { receipt: before.bytes.toString() },
  });
  assert.equal(old.json['verdict'], 'valid', 'a receipt handed out before keeps its note');
  const answers = [
    path,
    `${path}/entry`,
    `${path}/receipt.cbor`,
    `${path}/receipt.tlog-proof`,
    `${path}/receipt.cose`,
    `/v1/evidence?digest=sha-256:${body.digests['sha-256']}`,
    `/v1/public/evidence?id=${text(made.json['id'])}`,
    `/v1/chains/main/transactions/${text(made.json['transaction'])}`,
    '/v1/chains/main/events?limit=1000',
    '/log/main/tile/entries/000.p/5',
  ];
  for (const answer of answers) {
    const { bytes } = await ask('GET', answer);
    for (const secret of [marked, 'erase-me']) assert.ok(!bytes.includes(secret), answer);
  }
});

void test('what is refused for its size leaves what it would have superseded free', async (t) => {
  const { ask } = await kit(t);
  const first = await ask('POST', '/v1/evidence', { body: { digests: digestsOf('v1') } });
  const supersedes = text(first.json['id']);
  const wide = Array.from({ length: 10_000 }, (_, i) => ({
    digests: {
      'sha-512': digestsOf(String(i))['sha-256'].repeat(2),
      ...digestsOf(String(i)),
      sm3: digestsOf(String(i))['sha-256'],
    },
    kind: 'a-kind-with-a-long-name-of-it',
    ...(i === 0 && { supersedes }),
  }));
  const refused = await ask('POST', '/v1/evidence/batches', { body: { items: wide } });
  expectStatus(refused, 413, 'PAYLOAD_TOO_LARGE');
  const next = await ask('POST', '/v1/evidence', {
    body: { digests: digestsOf('v2'), supersedes },
  });
  expectStatus(next, 201);
});

void test('a salted record that was erased says so; one whose note was never here does not', async (t) => {
  const { ask } = await kit(t);
  const body = { digests: digestsOf('guess'), salted: true };
  const made = await ask('POST', '/v1/evidence', { body });
  const path = `/v1/evidence/${text(made.json['id'])}`;
  assert.deepEqual((await ask('GET', path)).json['digests'], body.digests);
  expectStatus(await ask('DELETE', `${path}/note`), 204);
  const shown = await ask('GET', path);
  assert.equal(shown.json['noteErased'], true);
  assert.notDeepEqual(shown.json['digests'], body.digests, 'only the salted ones are left');
  const plain = await ask('POST', '/v1/evidence', { body: { digests: digestsOf('b') } });
  expectStatus(await ask('DELETE', `/v1/evidence/${text(plain.json['id'])}/note`), 204);
  const untouched = await ask('GET', `/v1/evidence/${text(plain.json['id'])}`);
  assert.equal(untouched.json['noteErased'], undefined);
});

void test('a cursor that nobody gave is refused', async (t) => {
  const { ask } = await kit(t);
  for (const numbers of [
    [2 ** 53 - 1, 0, 0],
    [0, 16, 0],
    [0, 0, 10_000],
    [0, 0],
    [0, 0, 0, 0],
  ]) {
    const cursor = Buffer.from(encode(numbers)).toString('base64url');
    const transaction = 'ab'.repeat(32);
    const answer = await ask('GET', `/v1/evidence?transaction=${transaction}&cursor=${cursor}`);
    expectStatus(answer, 400, 'CURSOR_MALFORMED');
  }
});

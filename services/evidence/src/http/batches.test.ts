import assert from 'node:assert/strict';
import { test } from 'node:test';
import { verifyReceipt, type JsonObject } from '@stele/protocol';
import { nodeCrypto } from '@stele/protocol/node';
import { fromHex } from '@stele/base';
import { digestsOf, expectStatus, kit, text } from '../test/kit.ts';

const PATH = '/v1/evidence/batches';
const items = (count: number, prefix = 'item'): JsonObject[] =>
  Array.from({ length: count }, (_, i) => ({
    digests: digestsOf(`${prefix} ${String(i)}`),
    reference: `${prefix}-${String(i)}`,
  }));
const ndjson = (all: readonly JsonObject[]): Buffer =>
  Buffer.from(all.map((one) => `${JSON.stringify(one)}\n`).join(''));

void test('a batch is one transaction, its records in the order of the request', async (t) => {
  const { ask } = await kit(t);
  const all = items(120);
  const made = await ask('POST', PATH, { body: { items: all } });
  expectStatus(made, 201);
  assert.equal(made.json['count'], 120);
  const records = made.json['items'] as readonly JsonObject[];
  assert.deepEqual(
    records.map(({ reference }) => reference),
    all.map(({ reference }) => reference),
  );
  const self = `${PATH}/${text(made.json['id'])}`;
  const shown = await ask('GET', self);
  for (const name of ['count', 'transaction', 'height', 'committedAt', 'root']) {
    assert.equal(shown.json[name], made.json[name], name);
  }
  const read: JsonObject[] = [];
  for (let cursor: unknown = ''; cursor !== null;) {
    const query = cursor === '' ? '' : `&cursor=${text(cursor)}`;
    const page = await ask('GET', `${self}/items?limit=50${query}`);
    expectStatus(page, 200);
    read.push(...(page.json['items'] as readonly JsonObject[]));
    cursor = page.json['nextCursor'];
  }
  assert.deepEqual(
    read.map(({ id }) => id),
    records.map(({ id }) => id),
  );
  assert.deepEqual((read[7]?.['note'] as JsonObject)['reference'], 'item-7');
  const one = await ask('GET', `/v1/evidence/${text(records[7]?.['id'])}`);
  assert.deepEqual(one.json, read[7]);
  expectStatus(await ask('GET', `${self}/items?cursor=zzz`), 400, 'CURSOR_MALFORMED');
  expectStatus(await ask('GET', `${PATH}/eb_${'0'.repeat(32)}`), 404, 'BATCH_UNKNOWN');
});

void test('all receipts of a batch at once verify, each with its own note', async (t) => {
  const { ask, node } = await kit(t);
  const all = items(33);
  const made = await ask('POST', PATH, { type: 'application/x-ndjson', body: ndjson(all) });
  expectStatus(made, 201);
  const { bytes } = await ask('GET', `${PATH}/${text(made.json['id'])}/receipts`);
  const lines = bytes.toString().trimEnd().split('\n');
  assert.equal(lines.length, 33);
  const { id: fingerprint } = await node.api.chain();
  lines.forEach((line, i) => {
    const digest = (all[i]?.['digests'] as JsonObject)['sha-256'];
    const verdict = verifyReceipt(Buffer.from(line), {
      crypto: nodeCrypto,
      trusted: [fromHex(fingerprint)],
      digests: new Map([[1, fromHex(text(digest))]]),
    });
    assert.equal(verdict.verdict, 'valid');
    assert.equal(verdict.record?.note?.reference, `item-${String(i)}`);
  });
  t.diagnostic('cases: receipts of a batch 33');
});

void test('a batch is all or nothing, and every fault has its place', async (t) => {
  const { ask } = await kit(t);
  const good = items(4);
  const cases: readonly (readonly [JsonObject[], string, string[]])[] = [
    [[], 'ITEMS_MISSING', []],
    [[...good, good[1] ?? {}], 'ITEM_DUPLICATE', ['#/items/4']],
    [
      [...good, { digests: { 'sha-256': 'ab' } }, { digests: { md5: 'ab' } }],
      'DIGEST_MALFORMED',
      ['#/items/4/digests/sha-256', '#/items/5/digests/md5'],
    ],
    [
      [...good, { digests: digestsOf('x'), metadata: 'x'.repeat(17_000) }],
      'NOTE_TOO_LARGE',
      ['#/items/4'],
    ],
    [
      [...good, { digests: digestsOf('x'), supersedes: `ev_${'0'.repeat(32)}` }],
      'RECORD_UNKNOWN',
      ['#/items/4/supersedes'],
    ],
  ];
  for (const [all, code, pointers] of cases) {
    for (const sent of [
      { body: { items: all } },
      { type: 'application/x-ndjson', body: ndjson(all) },
    ]) {
      const answer = await ask('POST', PATH, sent);
      assert.equal(answer.json['code'], code, JSON.stringify(answer.json));
      const faults = (answer.json['errors'] ?? []) as readonly JsonObject[];
      assert.deepEqual(
        faults.map(({ pointer }) => pointer),
        pointers,
      );
    }
  }
  for (const line of ['{', '{} {}', 'NaN', '{"digests":{}}{']) {
    const answer = await ask('POST', PATH, {
      type: 'application/x-ndjson',
      body: Buffer.from(line),
    });
    expectStatus(answer, 400, 'BATCH_LINE_MALFORMED');
  }
  const many = await ask('POST', PATH, { body: { items: items(10_001) } });
  expectStatus(many, 413, 'ITEMS_TOO_MANY');
  assert.equal(many.json['countMax'], 10_000);
  assert.equal((await ask('GET', '/v1/chains/main')).json['height'], 0);
});

void test('a batch sent again under its key is the same batch, over a restart too', async (t) => {
  const opened = await kit(t);
  const headers = { 'idempotency-key': 'nightly' };
  const all = items(40);
  const storm = await Promise.all(
    Array.from({ length: 6 }, () => opened.ask('POST', PATH, { body: { items: all }, headers })),
  );
  const [first] = storm;
  for (const answer of storm) {
    expectStatus(answer, 201);
    assert.deepEqual(answer.json, first?.json);
  }
  const reopened = await opened.reopen();
  const again = await reopened.ask('POST', PATH, { body: { items: all }, headers });
  assert.equal(again.headers['idempotency-replayed'], 'true');
  assert.deepEqual(again.json, first?.json);
  for (const other of [all.slice(1), [...all].reverse(), items(40, 'other')]) {
    const refused = await reopened.ask('POST', PATH, { body: { items: other }, headers });
    expectStatus(refused, 409, 'IDEMPOTENCY_KEY_REUSED');
  }
});

void test('a line is read as strictly as a JSON body, and every fault says where it is', async (t) => {
  const { ask } = await kit(t);
  const one = (reference: string): string =>
    JSON.stringify({ digests: digestsOf(reference), reference });
  const ask1 = (lines: readonly (string | Buffer)[]): ReturnType<typeof ask> => {
    const body = Buffer.concat(lines.flatMap((line) => [Buffer.from(line), Buffer.from('\n')]));
    return ask('POST', PATH, { type: 'application/x-ndjson', body });
  };
  const nested = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
  const malformed = [
    `{"digests":{},"metadata":${nested}}`,
    Buffer.concat([Buffer.from('{"reference":"'), Buffer.from([0xff]), Buffer.from('"}')]),
    one('x').replace('"reference"', '"__proto__":{},"reference"'),
    Buffer.from([0xc2, 0xa0]),
  ];
  for (const line of malformed) {
    const answer = await ask1([one('a'), '', ' \t\r', line]);
    expectStatus(answer, 400, 'BATCH_LINE_MALFORMED');
    const [fault] = answer.json['errors'] as readonly JsonObject[];
    assert.equal(fault?.['pointer'], '#/items/1');
  }
  const misspelt = one('b').replace('reference', 'refrence');
  for (const line of ['[]', '"x"', '{"digests":1}', '{}', misspelt]) {
    const sent = `{"items":[${one('a')},${line}]}`;
    const lined = await ask1([one('a'), '\r', line]);
    const whole = await ask('POST', PATH, { type: 'application/json', body: Buffer.from(sent) });
    expectStatus(lined, 400, 'REQUEST_INVALID');
    assert.deepEqual(lined.json['errors'], whole.json['errors'], line);
    assert.equal(lined.json['detail'], whole.json['detail']);
  }
  const mixed = await ask1([misspelt, '{', ...Array.from({ length: 200 }, () => '1')]);
  expectStatus(mixed, 400, 'REQUEST_INVALID');
  const faults = mixed.json['errors'] as readonly JsonObject[];
  assert.equal(faults.length, 100);
  assert.deepEqual(
    faults.map(({ code }) => code).filter((code) => code !== 'TYPE_WRONG'),
    ['INVALID', 'UNKNOWN', 'BATCH_LINE_MALFORMED'],
  );
  const wrong = Array.from({ length: 10_001 }, () => '{');
  for (const many of [
    await ask1(wrong),
    await ask('POST', PATH, { body: { items: wrong, more: 1 } }),
  ]) {
    expectStatus(many, 413, 'ITEMS_TOO_MANY');
    assert.equal(many.json['limit'], 'PAYLOAD_ITEMS_MAX');
  }
  expectStatus(await ask1([one('a'), '', `${one('b')}\r`, '  ']), 201);
  assert.equal((await ask('GET', '/v1/chains/main')).json['height'], 1);
});

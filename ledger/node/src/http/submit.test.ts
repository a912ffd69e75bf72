import assert from 'node:assert/strict';
import { test } from 'node:test';
import { concat, failure, isCoded, rejection, toBase64url, utf8 } from '@stele/base';
import {
  decodeTransaction,
  encode,
  encodeSubmission,
  type Submission,
  type SubmitOptions,
  type SubmitResult,
} from '@stele/protocol';
import { ledgerServer } from './test/kit.ts';
import { COMMITTED, ID, stubLedger } from './test/stub-ledger.ts';

const url = '/v1/chains/main/transactions';
const submission: Submission = { tx: utf8('any bytes'), payloads: [] };
const cbor = Buffer.from(encodeSubmission(submission));

const answering = (result: SubmitResult): ReturnType<typeof stubLedger> =>
  stubLedger({ submit: () => Promise.resolve(result) });

void test('the status of the answer says what became of the transaction', async (context) => {
  const accepted: SubmitResult = { id: ID, status: 'accepted' };
  const ordered: SubmitResult = { id: ID, status: 'ordered' };
  const proven: SubmitResult = { ...COMMITTED, status: 'proven' };
  const cases: readonly (readonly [SubmitResult, string, number])[] = [
    [COMMITTED, '', 201],
    [COMMITTED, '?wait=committed', 201],
    [proven, '?wait=committed', 201],
    [COMMITTED, '?wait=ordered', 201],
    [COMMITTED, '?wait=proven', 202],
    [accepted, '', 202],
    [accepted, '?wait=accepted', 202],
    [ordered, '?wait=ordered', 202],
    [{ ...COMMITTED, replayed: true }, '', 200],
    [{ ...proven, replayed: true }, '?wait=proven', 200],
  ];
  for (const [result, query, status] of cases) {
    const { ask, submitter } = await ledgerServer(context, answering(result));
    const headers = { ...submitter, 'content-type': 'application/cbor' };
    const answer = await ask({ method: 'POST', url: url + query, headers, body: cbor });
    assert.equal(answer.statusCode, status, `${result.status} ${query}`);
    const { links, ...rest } = answer.json<SubmitResult & { links: Record<string, string> }>();
    assert.deepEqual(rest, result);
    assert.equal(links['self'], `${url}/${ID}`);
    assert.equal(answer.headers.location, `${url}/${ID}`);
  }
});

void test('what execution refused is 422 with the place of its entry', async (context) => {
  const refused: SubmitResult = { ...COMMITTED, code: 'RECORD_EXISTS' };
  const { ask, submitter } = await ledgerServer(context, answering(refused));
  const headers = { ...submitter, 'content-type': 'application/cbor' };
  const answer = await ask({ method: 'POST', url, headers, body: cbor });
  const problem = answer.json<Record<string, unknown>>();
  assert.equal(answer.statusCode, 422);
  assert.equal(problem['code'], 'RECORD_EXISTS');
  assert.equal(problem['transaction'], ID);
  assert.deepEqual([problem['height'], problem['index']], [3, 8]);
});

void test('a refusal by a code that HTTP does not know, or knows as something else, is 422 too', async (context) => {
  for (const code of ['MADE_UP_BY_A_CONTRACT', 'VERSION_UNKNOWN', 'NOT_FOUND']) {
    const { ask, submitter } = await ledgerServer(context, answering({ ...COMMITTED, code }));
    const headers = { ...submitter, 'content-type': 'application/cbor' };
    const answer = await ask({ method: 'POST', url, headers, body: cbor });
    const problem = answer.json<Record<string, unknown>>();
    assert.deepEqual([answer.statusCode, problem['code']], [422, 'REFUSED']);
    assert.equal(problem['refusal'], code);
    assert.equal(problem['transaction'], ID);
  }
});

void test('what is not even refused keeps its code', async (context) => {
  const cases: readonly (readonly [Error, number])[] = [
    [rejection('EXPIRED', 'over'), 422],
    [rejection('TX_MALFORMED', 'broken'), 400],
    [rejection('TX_TOO_LARGE', 'large', { data: { limit: 'TX', bytesMax: 61_440 } }), 413],
    [failure('BUSY', 'much', { retryable: true, data: { retryAfterMs: 2_500 } }), 503],
    [failure('STORAGE_FAILED', 'secret path'), 500],
  ];
  for (const [error, status] of cases) {
    const { ask, submitter } = await ledgerServer(
      context,
      stubLedger({ submit: () => Promise.reject(error) }),
    );
    const headers = { ...submitter, 'content-type': 'application/cbor' };
    const answer = await ask({ method: 'POST', url, headers, body: cbor });
    assert.equal(answer.statusCode, status);
    const problem = answer.json<Record<string, unknown>>();
    assert.ok(isCoded(error));
    if (status === 500) assert.ok(!answer.body.includes('secret'));
    else assert.equal(problem['code'], error.code);
    if (status === 503) assert.equal(answer.headers['retry-after'], '3');
    if (status === 413) assert.deepEqual([problem['limit'], problem['bytesMax']], ['TX', 61_440]);
  }
});

void test('the ledger is asked for what the query says', async (context) => {
  const asked: SubmitOptions[] = [];
  const api = stubLedger({
    submit: (_, options) => {
      asked.push(options);
      return Promise.resolve(COMMITTED);
    },
  });
  const { ask, submitter } = await ledgerServer(context, api);
  const headers = { ...submitter, 'content-type': 'application/cbor' };
  for (const query of ['', '?wait=proven&timeoutMs=0']) {
    await ask({ method: 'POST', url: url + query, headers, body: cbor });
  }
  assert.deepEqual(asked, [
    { wait: 'committed', timeoutMs: 10_000 },
    { wait: 'proven', timeoutMs: 0 },
  ]);
  for (const query of ['?wait=never', '?timeoutMs=30001', '?timeoutMs=-1', '?wait=']) {
    const answer = await ask({ method: 'POST', url: url + query, headers, body: cbor });
    assert.equal(answer.json<{ code: string }>().code, 'REQUEST_INVALID', query);
  }
});

void test('JSON and CBOR carry the same submission', async (context) => {
  const received: Submission[] = [];
  const api = stubLedger({
    submit: (one) => {
      received.push(one);
      return Promise.resolve(COMMITTED);
    },
  });
  const { ask, submitter } = await ledgerServer(context, api);
  const body = encode([
    new Uint8Array(8),
    1,
    new Uint8Array(16),
    null,
    0,
    [['evidence', 'record', [], [[1, new Uint8Array(16)]]]],
    [],
    new Map(),
  ]);
  const key = (byte: number): string => toBase64url(new Uint8Array(32).fill(byte));
  const signature = toBase64url(new Uint8Array(64));
  const json = {
    transaction: toBase64url(body),
    // In the wrong order: the server puts them right.
    signatures: [
      { algorithm: 1, key: key(9), signature },
      { algorithm: 1, key: key(2), signature },
    ],
    payloads: [
      { kind: 'items', items: [toBase64url(utf8('one')), toBase64url(utf8('two'))] },
      { kind: 'blob', bytes: toBase64url(utf8('blob')) },
    ],
    unknownField: 'ignored',
  };
  const answer = await ask({ method: 'POST', url, headers: submitter, payload: json });
  assert.equal(answer.statusCode, 201);
  const [viaJson] = received;
  assert.ok(viaJson !== undefined);
  const { signatures } = decodeTransaction(viaJson.tx);
  assert.deepEqual(
    signatures.map((one) => one.key[0]),
    [2, 9],
  );
  const headers = { ...submitter, 'content-type': 'application/cbor' };
  await ask({ method: 'POST', url, headers, body: Buffer.from(encodeSubmission(viaJson)) });
  assert.deepEqual(received[1], viaJson);
});

void test('hostile submissions are told what is wrong with them', async (context) => {
  const { ask, submitter } = await ledgerServer(context, stubLedger());
  const signatures = [{ algorithm: 1, key: 'AA', signature: 'AA' }];
  const json: readonly (readonly [unknown, string])[] = [
    [{}, 'REQUEST_INVALID'],
    [[], 'REQUEST_INVALID'],
    [{ transaction: 'AA', signatures: [] }, 'REQUEST_INVALID'],
    [{ transaction: 'A+A=', signatures }, 'REQUEST_INVALID'],
    [{ transaction: 'AB', signatures }, 'BYTES_MALFORMED'],
    [{ transaction: 'A', signatures }, 'BYTES_MALFORMED'],
    [
      { transaction: 'AA', signatures: [{ algorithm: 4, key: 'AA', signature: 'AA' }] },
      'REQUEST_INVALID',
    ],
    [{ transaction: 'AA', signatures: Array(33).fill(signatures[0]) }, 'REQUEST_INVALID'],
    [
      { transaction: 'AA', signatures, payloads: [{ kind: 'items', items: [] }] },
      'REQUEST_INVALID',
    ],
    [{ transaction: 'AA', signatures, payloads: [{ kind: 'other' }] }, 'REQUEST_INVALID'],
  ];
  for (const [payload, code] of json) {
    const answer = await ask({
      method: 'POST',
      url,
      headers: submitter,
      payload: payload as object,
    });
    assert.equal(answer.json<{ code: string }>().code, code, JSON.stringify(payload));
  }
  const headers = { ...submitter, 'content-type': 'application/cbor' };
  const broken = [
    '',
    '80',
    '8240',
    '824080ff',
    '82408000',
    '824060',
    '9f4080ff',
    'c1824080',
    '5bffffffffffffffff',
  ];
  for (const hex of broken) {
    const answer = await ask({ method: 'POST', url, headers, body: Buffer.from(hex, 'hex') });
    assert.equal(answer.statusCode, 400, hex);
    assert.equal(answer.json<{ code: string }>().code, 'SUBMISSION_MALFORMED', hex);
  }
});

void test('a body larger than its kind may be names the limit of its kind', async (context) => {
  const { ask, submitter } = await ledgerServer(context, stubLedger());
  for (const [type, limit, bytesMax] of [
    ['application/json', 'SUBMISSION_JSON_BYTES_MAX', 3_145_728],
    ['application/cbor', 'SUBMISSION_CBOR_BYTES_MAX', 2_097_152],
    ['application/cbor-seq', 'SUBMISSIONS_BYTES_MAX', 8_388_608],
  ] as const) {
    const headers = { ...submitter, 'content-type': type };
    const answer = await ask({ method: 'POST', url, headers, body: Buffer.alloc(bytesMax + 1) });
    const problem = answer.json<Record<string, unknown>>();
    assert.equal(answer.statusCode, 413);
    assert.deepEqual([problem['limit'], problem['bytesMax']], [limit, bytesMax]);
  }
  const prepare = { method: 'POST', url: `${url}/prepare` } as const;
  const headers = { ...submitter, 'content-type': 'application/cbor' };
  const other = await ask({ ...prepare, headers, body: cbor });
  assert.equal(other.statusCode, 415);
});

void test('many: each is judged by itself, and answered in its place', async (context) => {
  const api = stubLedger({
    submitMany: (submissions) =>
      Promise.resolve(
        submissions.map(({ tx }) =>
          tx[0] === 1
            ? { ...COMMITTED, code: 'RECORD_EXISTS' }
            : { id: ID, status: 'rejected' as const, code: 'EXPIRED', detail: 'over' },
        ),
      ),
  });
  const { ask, submitter } = await ledgerServer(context, api);
  const one = (byte: number): Uint8Array =>
    encodeSubmission({ tx: Uint8Array.of(byte), payloads: [] });
  const sequence = concat(one(1), encode(['no', 'submission']), one(2), encode(7), one(1));
  const headers = { ...submitter, 'content-type': 'application/cbor-seq' };
  const answer = await ask({ method: 'POST', url, headers, body: Buffer.from(sequence) });
  assert.equal(answer.statusCode, 200);
  const { items } = answer.json<{ items: Record<string, unknown>[] }>();
  assert.deepEqual(
    items.map(({ status, code }) => `${String(status)} ${String(code)}`),
    [
      'committed RECORD_EXISTS',
      'rejected SUBMISSION_MALFORMED',
      'rejected EXPIRED',
      'rejected SUBMISSION_MALFORMED',
      'committed RECORD_EXISTS',
    ],
  );
  assert.equal(items[1]?.['id'], null);
  const empty = await ask({ method: 'POST', url, headers, body: Buffer.alloc(0) });
  assert.deepEqual(empty.json(), { items: [] });
  const many = Buffer.from(concat(...Array.from({ length: 1_001 }, () => one(1))));
  const tooMany = await ask({ method: 'POST', url, headers, body: many });
  assert.deepEqual(
    [tooMany.statusCode, tooMany.json<{ code: string }>().code],
    [413, 'SUBMISSIONS_TOO_MANY'],
  );
  const cut = await ask({ method: 'POST', url, headers, body: Buffer.from(sequence.slice(0, -1)) });
  assert.equal(cut.json<{ code: string }>().code, 'CBOR_TRUNCATED');
});

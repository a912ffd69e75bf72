import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { InjectOptions } from 'fastify';
import { ledgerServer } from './test/kit.ts';
import { realLedger } from './test/real-ledger.ts';

const CASES = 1_500;

const segment = fc.oneof(
  fc.constantFrom(
    ...['v1', 'chains', 'main', 'blocks', 'latest', 'transactions', 'prepare', 'proof', 'events'],
    ...['log', 'tile', 'entries', '000', '0', 'x001', '000.p', '1', 'checkpoint', 'me', 'codes'],
    ...['..', '.', '', '%2e%2e', '%2f', '%00', '%ff', '%', '*', ':id', '__proto__', 'constructor'],
  ),
  fc.integer().map(String),
  fc.stringMatching(/^[0-9a-f]{64}$/),
  fc.stringMatching(/^(?:out_[0-9a-f]{20}|acc_[0-9a-f]{32}|[0-9a-f]{32}|a~b)$/),
  fc.string({ maxLength: 20 }).map(encodeURIComponent),
);
const parameter = fc.tuple(
  fc.constantFrom(
    ...['after', 'limit', 'waitMs', 'wait', 'timeoutMs', 'form', 'call', 'item', 'x'],
    ...['key', 'term', 'reverse', 'first', 'count', 'checkpoint'],
    ...['at', 'cursor', 'direction', 'class', 'account', 'collect'],
  ),
  fc.oneof(fc.constantFrom('', '0', '1', '-1', '1e9', 'json', 'proven', '[]'), fc.string()),
);
/** Any path; or one that nearly is, or is, a declared one. */
const path = fc.oneof(
  fc.array(segment, { maxLength: 7 }).map((segments) => `/${segments.join('/')}`),
  fc
    .tuple(
      fc.constantFrom(
        '/v1/chains/{}',
        '/v1/chains/{}/blocks/{}',
        '/v1/chains/main/blocks/{}',
        '/v1/chains/main/transactions/{}',
        '/v1/chains/main/transactions/{}/proof',
        '/v1/chains/main/events',
        '/v1/chains/main/entries/{}',
        '/v1/chains/main/entries/{}/payloads/{}',
        '/v1/chains/main/rows/{}/{}',
        '/v1/chains/main/rows/{}/{}/terms',
        '/v1/chains/main/rows/evidence/records/terms',
        '/v1/chains/main/classes',
        '/v1/chains/main/classes/{}',
        '/v1/chains/main/accounts/{}/balances',
        '/v1/chains/main/accounts/{}/outputs',
        '/v1/chains/main/accounts/{}/holds',
        '/v1/chains/main/outputs/{}',
        '/v1/chains/main/outputs/{}/{}',
        '/v1/chains/main/inbox',
        '/v1/chains/main/inbox/{}',
        '/v1/chains/main/transactions/{}/signatures',
        '/v1/codes/{}',
        '/log/main/{}',
        '/log/main/tile/{}/{}',
        '/log/main/tile/0/{}.p/{}',
        '/log/main/tile/entries/{}.p/{}',
      ),
      segment,
      segment,
    )
    .map(([pattern, first, second]) => pattern.replace('{}', first).replace('{}', second)),
);
const url = fc.tuple(path, fc.array(parameter, { maxLength: 3 })).map(([address, query]) => {
  const pairs = query.map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return `${address}${pairs.length > 0 ? `?${pairs.join('&')}` : ''}`;
});
const body = fc.oneof(
  fc.json().map((text) => Buffer.from(text)),
  fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
);
const type = fc.constantFrom(
  'application/json',
  'application/cbor',
  'application/cbor-seq',
  'application/problem+json',
  'text/plain',
  ' ',
);
/** Waits are asked for by chance, too. */
const quick = (address: string): boolean => !/(waitMs|timeoutMs)=\d{3}/.test(address);

void test('whatever is asked, the answer is one the description has, and never a fault of the server', async (context) => {
  const { node } = await realLedger(context);
  const { ask, submitter } = await ledgerServer(context, node.api);
  const statuses = new Map<number, number>();
  const check = async (options: InjectOptions & { readonly url: string }): Promise<void> => {
    const { statusCode } = await ask(options);
    assert.notEqual(statusCode, 500, `${options.method ?? 'GET'} ${options.url}`);
    statuses.set(statusCode, (statuses.get(statusCode) ?? 0) + 1);
  };
  await fc.assert(
    fc.asyncProperty(url.filter(quick), (address) => check({ url: address })),
    { numRuns: CASES },
  );
  const target = fc.constantFrom('', '/prepare', '?wait=accepted', '?timeoutMs=1');
  await fc.assert(
    fc.asyncProperty(target, type, body, (end, contentType, bytes) =>
      check({
        method: 'POST',
        url: `/v1/chains/main/transactions${end}`,
        headers: { ...submitter, 'content-type': contentType },
        body: bytes,
      }),
    ),
    { numRuns: CASES },
  );
  assert.equal((await node.api.chain()).height, 0, 'none of it was recorded');
  assert.ok((statuses.get(200) ?? 0) > 15, JSON.stringify([...statuses]));
  context.diagnostic(`cases: hostile requests ${String(2 * CASES)}`);
});

void test('prepare takes any JSON arguments without falling over', async (context) => {
  const { node } = await realLedger(context);
  const { ask, submitter } = await ledgerServer(context, node.api);
  const args = fc.dictionary(
    fc.constantFrom('item', 'batch', 'payload', 'account', 'authority', 'quota', '__proto__', 'x'),
    fc.jsonValue({ maxDepth: 4 }),
  );
  const call = fc.record({
    contract: fc.constantFrom('evidence', 'accounts', 'chain', '', 'constructor'),
    method: fc.constantFrom('record', 'batch', 'open', 'set-keys', 'toString'),
    args,
  });
  const signer = fc.oneof(
    fc.constantFrom('me', '', 'acc_', `acc_${'0'.repeat(32)}`, `${'1-of('.repeat(40)}x`, '1-of()'),
    fc.string(),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(call, { minLength: 1, maxLength: 3 }), signer, async (calls, one) => {
      const answer = await ask({
        method: 'POST',
        url: '/v1/chains/main/transactions/prepare',
        headers: submitter,
        payload: { calls, signers: [one] },
      });
      assert.ok(
        answer.statusCode === 200 || answer.statusCode === 400 || answer.statusCode === 422,
      );
    }),
    { numRuns: CASES },
  );
  context.diagnostic(`cases: hostile arguments ${String(CASES)}`);
});

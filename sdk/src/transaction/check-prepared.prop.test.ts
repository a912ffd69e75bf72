import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isCoded, toBase64url, toHex } from '@stele/base';
import { encodeBody, suiteOf, transactionId } from '@stele/protocol';
import type { Call, PayloadRoot, Prepared, Principal, TransactionContent } from '@stele/protocol';
import { nodeCrypto } from '@stele/protocol/node';
import fc from 'fast-check';
import { openAccount, recordItem } from '../index.ts';
import type { Plan } from '../index.ts';
import { fakeWorld } from '../test/fake-world.ts';
import { CLOCK_TOLERANCE_MS, checkPrepared } from './check-prepared.ts';
import { draftLocally } from './draft.ts';

const chain = { suite: suiteOf('intl', nodeCrypto), fingerprint: new Uint8Array(32).fill(0xab) };
const account = new Uint8Array(16).fill(1);
const other = new Uint8Array(16).fill(2);
const payer: Principal = { kind: 'account', account };
const stranger: Principal = { kind: 'account', account: other };
const nowMs = 1_700_000_000_000;

const item = {
  id: new Uint8Array(16).fill(9),
  digests: new Map([[1 as const, new Uint8Array(32).fill(8)]]),
  salted: false,
  kind: 'photo',
  supersedes: null,
  noteHash: null,
};
const plan: Plan = {
  calls: [
    recordItem(account, item),
    openAccount(account, {
      account: other,
      authority: { kind: 'key', hash: new Uint8Array(32).fill(3) },
      quota: 10,
      administrator: false,
    }),
  ],
  payer,
  validForMs: 60_000,
  payloads: [{ kind: 'items', items: [Uint8Array.of(1), Uint8Array.of(2)] }],
};

/** What an honest node answers, but for what `change` makes of it. */
function prepared(change: (content: TransactionContent) => TransactionContent): Prepared {
  const content = change(draftLocally(chain, plan, fakeWorld(nowMs)).content);
  const body = encodeBody(content);
  return {
    transaction: toBase64url(body),
    id: toHex(transactionId(chain.suite, chain.fingerprint, body)),
    signingInput: '',
    signers: [],
    effects: [],
    summary: { en: '', 'zh-CN': '' },
    validUntil: '',
  };
}

function partThatDiffers(answer: Prepared): unknown {
  try {
    checkPrepared(chain, plan, answer, nowMs);
    return undefined;
  } catch (error) {
    assert.ok(isCoded(error, 'PREPARED_DIFFERS'), String(error));
    return error.data?.['part'];
  }
}

function firstCall(change: Partial<Call>): (content: TransactionContent) => TransactionContent {
  return (content) => {
    const [first, ...rest] = content.calls;
    assert.ok(first !== undefined);
    return { ...content, calls: [{ ...first, ...change }, ...rest] };
  };
}

function firstPayload(
  change: Partial<PayloadRoot>,
): (content: TransactionContent) => TransactionContent {
  return (content) => {
    const [first] = content.payloads;
    assert.ok(first !== undefined);
    return { ...content, payloads: [{ ...first, ...change }] };
  };
}

void test('an honest answer is taken, whatever salt and clock it has', () => {
  assert.equal(partThatDiffers(prepared((content) => content)), undefined);
  const salted = prepared((content) => ({ ...content, salt: new Uint8Array(16) }));
  assert.equal(partThatDiffers(salted), undefined);
  for (const ms of [-3_600_000, 0, CLOCK_TOLERANCE_MS]) {
    const later = (content: TransactionContent) => ({
      ...content,
      validUntilMs: content.validUntilMs + ms,
    });
    assert.equal(partThatDiffers(prepared(later)), undefined);
  }
});

void test('each lie is named', () => {
  const lies: readonly (readonly [string, (content: TransactionContent) => TransactionContent])[] =
    [
      ['chain', (content) => ({ ...content, chain: new Uint8Array(8) })],
      [
        'validUntil',
        (content) => ({ ...content, validUntilMs: content.validUntilMs + CLOCK_TOLERANCE_MS + 1 }),
      ],
      ['payer', (content) => ({ ...content, payer: stranger })],
      ['lane', (content) => ({ ...content, lane: 'control' as const })],
      ['extensions', (content) => ({ ...content, extensions: new Map([[1_000, 1]]) })],
      ['calls', (content) => ({ ...content, calls: content.calls.slice(1) })],
      ['calls', (content) => ({ ...content, calls: [...content.calls].reverse() })],
      ['calls', (content) => ({ ...content, calls: [...content.calls, ...content.calls] })],
      ['calls', firstCall({ contract: 'accounts' })],
      ['calls', firstCall({ method: 'batch' })],
      ['calls', firstCall({ args: [] })],
      ['calls', firstCall({ actors: [stranger] })],
      ['calls', firstCall({ actors: [payer, stranger] })],
      ['payloads', (content) => ({ ...content, payloads: [] })],
      ['payloads', firstPayload({ root: new Uint8Array(32) })],
      ['payloads', firstPayload({ count: 3 })],
      ['payloads', firstPayload({ bytes: 3 })],
      ['payloads', firstPayload({ kind: 'blob' })],
    ];
  for (const [part, lie] of lies) assert.equal(partThatDiffers(prepared(lie)), part);
});

void test('a payer that is not named is the first actor, said either way, and nobody else', () => {
  const unpaid: Plan = { calls: plan.calls };
  const answer = (said: Principal | null): Prepared => {
    const { content } = draftLocally(chain, unpaid, fakeWorld(nowMs));
    const body = encodeBody({ ...content, payer: said });
    return {
      ...prepared((same) => same),
      transaction: toBase64url(body),
      id: toHex(transactionId(chain.suite, chain.fingerprint, body)),
    };
  };
  for (const said of [null, payer]) checkPrepared(chain, unpaid, answer(said), nowMs);
  assert.throws(
    () => checkPrepared(chain, unpaid, answer(stranger), nowMs),
    (error) => isCoded(error, 'PREPARED_DIFFERS') && error.data?.['part'] === 'payer',
  );
});

const CASES = 3_000;

void test('no changed byte of the body gets a signature, but in the salt or to an earlier end', (context) => {
  const honest = prepared((content) => content);
  const body = Buffer.from(honest.transaction, 'base64url');
  let taken = 0;
  fc.assert(
    fc.property(fc.nat(body.length - 1), fc.integer({ min: 1, max: 255 }), (at, mask) => {
      const changed = Uint8Array.from(body, (byte, i) => (i === at ? byte ^ mask : byte));
      const id = toHex(transactionId(chain.suite, chain.fingerprint, changed));
      const answer = { ...honest, transaction: toBase64url(changed), id };
      if (partThatDiffers(answer) !== undefined) return;
      taken++;
      const { content } = checkPrepared(chain, plan, answer, nowMs);
      const { salt, validUntilMs, ...rest } = content;
      const wanted = draftLocally(chain, plan, fakeWorld(nowMs)).content;
      assert.ok(validUntilMs <= wanted.validUntilMs + CLOCK_TOLERANCE_MS);
      assert.deepEqual({ ...rest, salt: wanted.salt, validUntilMs: wanted.validUntilMs }, wanted);
      assert.equal(salt.length, 16);
    }),
    { numRuns: CASES },
  );
  assert.ok(taken > 0);
  context.diagnostic(`cases: changed bodies ${String(CASES)}`);
});

void test('bytes that are no body, or an id of another one', () => {
  const honest = prepared((content) => content);
  for (const transaction of [
    '',
    'AA',
    '!!',
    honest.transaction.slice(0, -2),
    `${honest.transaction}AA`,
  ]) {
    assert.equal(partThatDiffers({ ...honest, transaction }), 'encoding');
  }
  assert.equal(partThatDiffers({ ...honest, id: '0'.repeat(64) }), 'id');
});

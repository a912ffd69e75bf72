import assert from 'node:assert/strict';
import { test } from 'node:test';

import { isCoded } from '@stele/base';
import { type Payload, payloadRootOf, verifyTransaction } from '@stele/protocol';
import { nodeCrypto } from '@stele/protocol/node';
import { inspectSubmission } from '@stele/kernel';
import fc from 'fast-check';

import { MemoryChain } from '../test/memory-chain.ts';
import { packSignatures, type SignedId, verdictsOf, verifyPacked } from './packed-signatures.ts';
import type { CommittedPayloads } from './packed-payloads.ts';
import { openVerifier } from './verifier.ts';

const chain = new MemoryChain();

function signedIds(count: number): SignedId[] {
  return Array.from({ length: count }, () => {
    const { id, transaction } = inspectSubmission(chain.identity, chain.submission());
    return { id, signatures: transaction.signatures };
  });
}

/** What the protocol itself says of one. */
function isValid({ id, signatures }: SignedId): boolean {
  const transaction = { body: new Uint8Array(0), signatures } as unknown as Parameters<
    typeof verifyTransaction
  >[2];
  try {
    verifyTransaction(chain.identity.suite, id, transaction);
    return true;
  } catch {
    return false;
  }
}

test('packed signatures have the verdicts of the protocol, whatever was done to them', async (t) => {
  const sound = signedIds(6);
  let cases = 0;
  const change = fc.record({
    which: fc.nat({ max: 5 }),
    part: fc.constantFrom(
      'key' as const,
      'signature' as const,
      'id' as const,
      'keyLength' as const,
      'signatureLength' as const,
      'algorithm' as const,
    ),
    at: fc.nat({ max: 31 }),
    flip: fc.integer({ min: 1, max: 255 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(change, { maxLength: 3 }), async (changes) => {
      cases++;
      const signed = sound.map((one, i) =>
        changes.filter(({ which }) => which === i).reduce(changed, one),
      );
      const packed = verifyPacked(nodeCrypto, packSignatures(signed));
      assert.deepEqual(verdictsOf(signed, packed), signed.map(isValid));
      return Promise.resolve();
    }),
    { numRuns: 200 },
  );
  t.diagnostic(`cases: packed signatures ${String(cases)}`);
});

function changed(
  one: SignedId,
  { part, at, flip }: { part: string; at: number; flip: number },
): SignedId {
  const flipped = (bytes: Uint8Array): Uint8Array =>
    bytes.map((byte, i) => (i === at ? byte ^ flip : byte));
  const [first] = one.signatures;
  assert.ok(first !== undefined);
  const { algorithm, key, signature } = first;
  switch (part) {
    case 'id':
      return { ...one, id: flipped(one.id) };
    case 'key':
      return { ...one, signatures: [{ algorithm, key: flipped(key), signature }] };
    case 'signature':
      return { ...one, signatures: [{ algorithm, key, signature: flipped(signature) }] };
    case 'keyLength':
      return { ...one, signatures: [{ algorithm, key: new Uint8Array(flip), signature }] };
    case 'signatureLength':
      return { ...one, signatures: [{ algorithm, key, signature: signature.slice(at) }] };
    default:
      return { ...one, signatures: [{ algorithm: 2, key, signature }] };
  }
}

test('threads and the own thread agree, in the order asked', async (t) => {
  const verifier = openVerifier(2);
  t.after(() => verifier.close());
  const many = signedIds(90).map((one, i) =>
    i % 7 === 3 ? { ...one, id: new Uint8Array(32) } : one,
  );
  const expected = many.map((_, i) => i % 7 !== 3);
  const parts = [many.slice(0, 3), many.slice(3, 20), many.slice(20), []];
  const asked = parts.map((part) => Promise.resolve(verifier.verify(part)));
  const verdicts = await Promise.all(asked);
  assert.deepEqual(verdicts.flat(), expected);
  const alone = openVerifier(0);
  assert.deepEqual(await alone.verify(many), expected);
  await alone.close();
});

test('a few are answered at once', async () => {
  const verifier = openVerifier(1);
  assert.deepEqual(verifier.verify(signedIds(1)), [true]);
  await verifier.close();
});

test('a thread that has stopped fails what it was asked, and what it is asked after', async () => {
  const verifier = openVerifier(1);
  const asked = verifier.verify(signedIds(50));
  await verifier.close();
  const outcome = await Promise.allSettled([asked, verifier.verify(signedIds(50))]);
  assert.equal(outcome[1].status, 'rejected');
});

test('all signatures of a transaction count', () => {
  const [first, second] = signedIds(2);
  assert.ok(first !== undefined && second !== undefined);
  const two: SignedId = { id: first.id, signatures: [...first.signatures, ...second.signatures] };
  const none: SignedId = { id: first.id, signatures: [] };
  const packed = verifyPacked(nodeCrypto, packSignatures([first, two, none, second]));
  assert.deepEqual(verdictsOf([first, two, none, second], packed), [true, false, true, true]);
});

const { suite } = chain.identity;

function committed(payloads: readonly Payload[]): CommittedPayloads {
  return { suite, payloads, roots: payloads.map((payload) => payloadRootOf(suite, payload)) };
}

const leaf = fc.uint8Array({ minLength: 1, maxLength: 40 });
const payload: fc.Arbitrary<Payload> = fc.oneof(
  fc
    .array(leaf, { minLength: 1, maxLength: 30 })
    .map((items): Payload => ({ kind: 'items', items })),
  fc
    .tuple(leaf, fc.constantFrom(1, 1_000, 5_000))
    .map(([bytes, times]): Payload => ({ kind: 'blob', bytes: repeated(bytes, times) })),
);

function repeated(bytes: Uint8Array, times: number): Uint8Array {
  return Uint8Array.from({ length: bytes.length * times }, (_, i) => bytes[i % bytes.length] ?? 0);
}

/** Payloads that are no longer those the roots were made of. */
const SPOILERS: readonly ((payloads: readonly Payload[]) => readonly Payload[])[] = [
  (payloads) => payloads.map((one, i) => (i === 0 ? spoilt(one) : one)),
  (payloads) => payloads.slice(1),
  (payloads) => [...payloads, { kind: 'blob', bytes: Uint8Array.of(1) }],
  (payloads) => payloads.map((one, i) => (i === 0 ? joined(one) : one)),
];

function spoilt(one: Payload): Payload {
  const flipped = (bytes: Uint8Array): Uint8Array =>
    bytes.map((byte, i) => (i === 0 ? ~byte : byte));
  if (one.kind === 'blob') return { kind: 'blob', bytes: flipped(one.bytes) };
  return { kind: 'items', items: one.items.map((item, i) => (i === 0 ? flipped(item) : item)) };
}

/** The same bytes in one piece, of the other kind. */
function joined(one: Payload): Payload {
  if (one.kind === 'blob') return { kind: 'items', items: [one.bytes] };
  return { kind: 'blob', bytes: new Uint8Array(Buffer.concat(one.items)) };
}

test('payloads are matched in a thread as they are without, and stay the caller’s', async (t) => {
  const threaded = openVerifier(1);
  const alone = openVerifier(0);
  t.after(() => threaded.close());
  let cases = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(payload, { minLength: 1, maxLength: 3 }),
      fc.option(fc.constantFrom(...SPOILERS), { nil: undefined }),
      async (payloads, spoil) => {
        cases++;
        const sound = committed(payloads);
        const asked = { ...sound, payloads: spoil === undefined ? payloads : spoil(payloads) };
        const matches = await threaded.matchPayloads(asked);
        assert.equal(matches, spoil === undefined);
        assert.equal(await alone.matchPayloads(asked), matches);
        assert.equal(await alone.matchPayloads(sound), true, 'nothing was taken away');
      },
    ),
    { numRuns: 150 },
  );
  t.diagnostic(`cases: payloads ${String(cases)}`);
});

test('a thread answers signatures and payloads in the order asked', async (t) => {
  const verifier = openVerifier(1);
  t.after(() => verifier.close());
  const sound = committed([{ kind: 'items', items: [Uint8Array.of(1), Uint8Array.of(2)] }]);
  const other = { ...sound, payloads: [{ kind: 'items' as const, items: [Uint8Array.of(3)] }] };
  const asked = [
    verifier.matchPayloads(other),
    verifier.verify(signedIds(10)),
    verifier.matchPayloads(sound),
    verifier.verify(signedIds(10).map((one) => ({ ...one, id: new Uint8Array(32) }))),
  ];
  assert.deepEqual(await Promise.all(asked.map((one) => Promise.resolve<unknown>(one))), [
    false,
    Array<boolean>(10).fill(true),
    true,
    Array<boolean>(10).fill(false),
  ]);
});

test('a thread that has stopped fails payloads, too', async () => {
  const verifier = openVerifier(1);
  await verifier.close();
  const asked = async (): Promise<boolean> =>
    await verifier.matchPayloads(committed([{ kind: 'blob', bytes: new Uint8Array(9) }]));
  await assert.rejects(asked(), (error) => isCoded(error, 'VERIFIER_STOPPED'));
});

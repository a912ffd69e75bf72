/** Hostile bytes: every decoder against mutated examples, and a receipt against every change of one bit. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isCoded, utf8 } from '@stele/base';
import * as protocol from '@stele/protocol';
import { nodeCrypto } from '@stele/protocol/node';
import { DECODERS } from './kinds.ts';
import { STRUCTURES } from './structures.ts';
import { batchPlan, FILE, makeReceipt, type ReceiptPlan, soloPlan } from './made-receipt.ts';
import { organisation } from './world.ts';

const DEEP = process.env['STELE_TEST_DEEP'] === '1';
const RUNS = DEEP ? 100_000 : 4_000;

/** One change of bytes: replaced, removed, added, repeated, or swapped for an interesting value. */
const change = fc.record({
  at: fc.nat(),
  how: fc.constantFrom('flip', 'set', 'cut', 'add', 'repeat'),
  byte: fc.oneof(
    fc.nat(255),
    fc.constantFrom(0x00, 0x1b, 0x5b, 0x7b, 0x80, 0x9b, 0xbb, 0xf6, 0xff),
  ),
});
type Change = typeof change extends fc.Arbitrary<infer T> ? T : never;

function mutate(bytes: Uint8Array, changes: readonly Change[]): Uint8Array {
  const mutated = [...bytes];
  for (const { at, how, byte } of changes) {
    const place = at % Math.max(1, mutated.length);
    const old = mutated[place] ?? 0;
    if (how === 'flip') mutated[place] = old ^ (1 << (byte & 7));
    else if (how === 'set') mutated[place] = byte;
    else if (how === 'cut') mutated.splice(place, 1 + (byte % 4));
    else if (how === 'add') mutated.splice(place, 0, byte);
    else mutated.splice(place, 0, ...mutated.slice(place, place + (byte % 32)));
  }
  return Uint8Array.from(mutated);
}

/** Runs a decoder that may accept or refuse with a code, and do nothing else. */
function acceptsOrRefuses(decode: (bytes: Uint8Array) => unknown, bytes: Uint8Array): void {
  try {
    decode(bytes);
  } catch (error) {
    assert.ok(isCoded(error), `not a coded rejection: ${String(error)}`);
    assert.match(error.code, /^[A-Z][A-Z0-9_]+$/);
  }
}

function fuzz(
  label: string,
  corpus: readonly Uint8Array[],
  decode: (bytes: Uint8Array) => unknown,
): void {
  void test(`hostile ${label}`, (context) => {
    const example = fc.constantFrom(...corpus);
    fc.assert(
      fc.property(example, fc.array(change, { minLength: 1, maxLength: 6 }), (bytes, changes) => {
        acceptsOrRefuses(decode, mutate(bytes, changes));
      }),
      { numRuns: RUNS },
    );
    context.diagnostic(`cases: hostile bytes ${String(RUNS)}`);
  });
}

for (const { kind, valid } of STRUCTURES) {
  const decode = DECODERS[kind];
  assert.ok(decode);
  fuzz(
    kind,
    valid.map(({ bytes }) => bytes),
    decode,
  );
}

const solo = makeReceipt(soloPlan());
const text = protocol.receiptToJson(solo.receipt);
fuzz('receipt', [utf8(text), protocol.receiptToCbor(solo.receipt)], protocol.parseReceipt);
fuzz('proof', [utf8(solo.receipt.proof)], (bytes) =>
  protocol.parseProof(Buffer.from(bytes).toString('utf8')),
);
fuzz(
  'submission',
  [
    protocol.encodeSubmission({
      tx: utf8('tx'),
      payloads: [{ kind: 'items', items: [utf8('a')] }],
    }),
  ],
  protocol.decodeSubmission,
);
fuzz('setup', [protocol.encodeSetup([])], protocol.decodeSetup);

function verdictOf(bytes: Uint8Array, fingerprint: Uint8Array): protocol.Verdict {
  const digests = new Map([[1 as const, nodeCrypto.hash(1, FILE)]]);
  return protocol.verifyReceipt(bytes, { crypto: nodeCrypto, digests, trusted: [fingerprint] });
}

/** Flips every bit (or every `stride`-th): invalid with a step named, or the very same value. */
function flipEveryBit(label: string, plan: ReceiptPlan, stride: number): void {
  for (const form of ['JSON', 'CBOR'] as const) {
    void test(`every bit of a receipt: ${label}, ${form}`, (context) => {
      const { receipt, fingerprint } = makeReceipt(plan);
      const original =
        form === 'JSON' ? utf8(protocol.receiptToJson(receipt)) : protocol.receiptToCbor(receipt);
      assert.equal(verdictOf(original, fingerprint).verdict, 'valid');
      let same = 0;
      let flips = 0;
      for (let bit = 0; bit < original.length * 8; bit += stride, flips++) {
        const flipped = original.map((byte, i) =>
          i === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte,
        );
        if (failsOrIsSame(flipped, receipt, fingerprint)) same++;
      }
      context.diagnostic(`cases: bits of receipts ${String(flips)}`);
      context.diagnostic(`${String(same)} of ${String(flips)} flips changed white space only`);
      if (form === 'CBOR') assert.equal(same, 0, 'CBOR has no white space');
    });
  }
}

/** True when the flip left the value as it was. */
function failsOrIsSame(
  flipped: Uint8Array,
  receipt: protocol.Receipt,
  fingerprint: Uint8Array,
): boolean {
  const verdict = verdictOf(flipped, fingerprint);
  const failed = verdict.steps.find(({ result }) => result === 'fail');
  if (failed !== undefined) {
    assert.equal(verdict.verdict, 'invalid');
    assert.ok(failed.code !== undefined && failed.detail !== '');
    return false;
  }
  // A flip in genesis makes another chain, which nobody trusts; everything signed for the first one fails before.
  assert.equal(verdict.verdict, 'valid');
  assert.deepEqual(
    protocol.receiptToJson(protocol.parseReceipt(flipped)),
    protocol.receiptToJson(receipt),
  );
  return true;
}

flipEveryBit('one record', soloPlan(), 1);
flipEveryBit('item of a batch', batchPlan(3), DEEP ? 1 : 5);
const three = ['bank', 'court', 'notary'].map((name) => organisation(name));
flipEveryBit(
  'three members',
  { ...soloPlan(), organisations: three, charter: { threshold: 3 } },
  DEEP ? 1 : 7,
);

/** Mutated tokens: whatever is changed, a verdict comes, in bounded time, and never a valid one on changed content. */

import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { equal, isCoded } from '@stele/base';
import { readDer } from './der.ts';
import { certificatesFromPem, requestToken, tokenVerifier } from './index.ts';
import { LocalAuthority, opensslForTest, RSA_KEY } from './test/local-authority.ts';
import { readToken } from './token.ts';

const RUNS = process.env['STELE_TEST_DEEP'] === '1' ? 50_000 : 1_500;
const VERDICT_MS_MAX = 2_000;
const IMPRINT = new Uint8Array(createHash('sha256').update('imprint').digest());
const random = { bytes: (count: number): Uint8Array => new Uint8Array(randomBytes(count)) };

const change = fc.record({
  at: fc.nat(),
  how: fc.constantFrom('flip', 'set', 'cut', 'add', 'repeat', 'reverse'),
  byte: fc.nat(255),
});
type Change = typeof change extends fc.Arbitrary<infer T> ? T : never;

function mutate(bytes: Uint8Array, changes: readonly Change[]): Uint8Array {
  const mutated = [...bytes];
  for (const { at, how, byte } of changes) {
    const place = at % Math.max(1, mutated.length);
    if (how === 'flip') mutated[place] = (mutated[place] ?? 0) ^ (1 << (byte & 7));
    else if (how === 'set') mutated[place] = byte;
    else if (how === 'cut') mutated.splice(place, 1 + (byte & 3));
    else if (how === 'add') mutated.splice(place, 0, byte);
    else if (how === 'repeat') mutated.splice(place, 0, ...mutated.slice(place, place + byte));
    else mutated.reverse();
  }
  return Uint8Array.from(mutated);
}

for (const [name, options] of [
  ['P-256', {}],
  ['RSA', { key: RSA_KEY }],
] as const) {
  void test(`mutated tokens by ${name}`, async (context) => {
    if (!opensslForTest(context)) return;
    const authority = await LocalAuthority.open(context, options);
    const trustedCertificates = certificatesFromPem(authority.rootPem);
    const token = await requestToken({ url: authority.url, imprint: IMPRINT, random });
    const verify = tokenVerifier({ trustedCertificates });
    const original = readToken(token);
    const changes = fc.array(change, { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(changes, (list) => {
        const mutated = mutate(token, list);
        const startMs = performance.now();
        const verdict = verify(mutated, IMPRINT);
        assert.ok(performance.now() - startMs < VERDICT_MS_MAX, 'in bounded time');
        if (verdict.kind === 'invalid') {
          assert.match(verdict.code, /^TIMESTAMP_[A-Z_]+$/);
          return;
        }
        const { content, signer } = readToken(mutated);
        assert.ok(equal(content, original.content) && equal(signer.signed, original.signer.signed));
        assert.equal(verdict.timeMs, original.info.timeMs);
      }),
      { numRuns: RUNS },
    );
    context.diagnostic(`cases: mutated tokens ${String(RUNS)}`);
  });
}

void test('random bytes are DER only in one spelling', (context) => {
  const bytes = fc.uint8Array({ maxLength: 24 });
  const plausible = fc
    .tuple(fc.constantFrom(1, 2, 4, 0x30, 0x31, 0xa0), bytes)
    .map(([tag, content]) => Uint8Array.of(tag, content.length, ...content));
  let read = 0;
  fc.assert(
    fc.property(fc.oneof(bytes, plausible), (input) => {
      try {
        const { tag, bytes: whole, content, children } = readDer(input);
        read++;
        assert.deepEqual(Uint8Array.of(tag, content.length, ...content), whole);
        const inside = children.flatMap((child) => [...child.bytes]);
        if (tag & 0x20) assert.deepEqual(inside, [...content]);
      } catch (error) {
        assert.ok(isCoded(error, 'DER_MALFORMED'), String(error));
      }
    }),
    { numRuns: 5_000 },
  );
  assert.ok(read > 500, `${String(read)} were read`);
  context.diagnostic('cases: random DER 5000');
});

import assert from 'node:assert/strict';
import test from 'node:test';
import { encodeEnvelope, type Submission } from '@stele/protocol';
import { builtinContracts } from '@stele/contracts';
import { numbered, person, TestChain, toy } from '../../test/index.ts';
import fc from 'fast-check';
import type { Candidate } from '../index.ts';
import { packBlock } from './delivery.ts';

const alice = person(1);

async function chainOf(): Promise<TestChain> {
  return TestChain.create({ contracts: [...builtinContracts, toy], openings: [{ person: alice }] });
}

function candidate(chain: TestChain): Candidate {
  const call = {
    contract: 'toy',
    method: 'play',
    args: [Uint8Array.of(1)],
    actors: [alice.principal],
  };
  return chain.candidate({ calls: [call], signers: [alice] });
}

function envelope(stampMs: number, submissions: readonly Submission[]): Uint8Array {
  return encodeEnvelope({
    node: 'n1',
    number: 1,
    stampMs,
    submissions,
    signature: new Uint8Array(0),
  });
}

test('a delivery becomes the input of a block', async () => {
  const chain = await chainOf();
  const [one, two] = [candidate(chain), candidate(chain)];
  const at = chain.kernel.tip.timeMs + 50;
  const items = [
    envelope(at, [one]),
    Uint8Array.of(1, 2, 3),
    new Uint8Array(0),
    envelope(at - 10, [{ tx: Uint8Array.of(9), payloads: [] }, two]),
    envelope(at + 5, [{ tx: two.tx, payloads: [{ kind: 'blob', bytes: Uint8Array.of(1) }] }]),
  ];
  const input = chain.kernel.deliver({ epoch: 2, engineHeight: 7, items });
  assert.deepEqual(
    input.candidates.map(({ id }) => id),
    [one.id, two.id],
    'malformed ones are left out',
  );
  assert.deepEqual(
    { ...input, candidates: [] },
    { timeMs: at + 5, epoch: 2, engineHeight: 7, sealed: false, candidates: [] },
  );
  assert.ok(input.candidates.every(({ verified }) => verified === undefined));
  const trusted = input.candidates.map((each) => ({ ...each, verified: true }));
  const block = chain.kernel.executeBlock({ ...input, candidates: trusted }) ?? assert.fail();
  assert.deepEqual(
    [block.header.epoch, block.header.engineHeight, block.header.sealed, block.header.timeMs],
    [2, 7, false, at + 5],
  );
  chain.kernel.apply(block);
  assert.deepEqual([chain.kernel.tip.epoch, chain.kernel.tip.engineHeight], [2, 7]);
});

test('an envelope of nothing that can be read still tells the time, and makes no block', async () => {
  const chain = await chainOf();
  const at = chain.kernel.tip.timeMs + 50;
  const input = chain.kernel.deliver({
    epoch: 0,
    engineHeight: 1,
    items: [envelope(at, [{ tx: numbered(9, 1), payloads: [] }])],
  });
  assert.equal(input.timeMs, at);
  assert.equal(chain.kernel.executeBlock(input), undefined);
  assert.equal(chain.kernel.nextTimerAtMs, undefined);
});

test('block time is the largest of the engine’s, the stamps and one after the last', (t) => {
  const runs = 300;
  const time = fc.integer({ min: 0, max: 1000 });
  fc.assert(
    fc.property(
      time,
      fc.option(time, { nil: undefined }),
      fc.array(time),
      (previous, engineTimeMs, stamps) => {
        const envelopes = stamps.map((stampMs) => ({ stampMs, candidates: [] }));
        const { timeMs } = packBlock(previous, {
          epoch: 0,
          engineHeight: 0,
          envelopes,
          engineTimeMs,
        });
        const expected = [previous + 1, engineTimeMs ?? 0, ...stamps].reduce((a, b) =>
          a > b ? a : b,
        );
        assert.equal(timeMs, expected);
      },
    ),
    { numRuns: runs },
  );
  t.diagnostic(`cases: block times ${String(runs)}`);
});

test('the control lane goes first, else order is the engine’s', async () => {
  const chain = await chainOf();
  const candidates = Array.from({ length: 5 }, () => candidate(chain));
  const control = (each: Candidate): Candidate => {
    const content = { ...each.transaction.content, lane: 'control' as const };
    return { ...each, transaction: { ...each.transaction, content } };
  };
  const mixed = candidates.map((each, i) => (i === 1 || i === 4 ? control(each) : each));
  const envelopes = [
    { stampMs: 0, candidates: mixed.slice(0, 3) },
    { stampMs: 0, candidates: mixed.slice(3) },
  ];
  const packed = packBlock(0, { epoch: 0, engineHeight: 0, sealed: true, envelopes });
  assert.deepEqual(
    packed.candidates.map((each) => mixed.indexOf(each)),
    [1, 4, 0, 2, 3],
  );
  assert.equal(packed.sealed, true);
});

test('a block must be later than the one before', async () => {
  const chain = await chainOf();
  assert.throws(
    () => chain.execute([candidate(chain)], chain.kernel.tip.timeMs),
    /bug: block time moves on/,
  );
});

/** What waits for a signature: read, understood and signed, whatever the node says of it. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isCoded, rejection, toBase64url, toHex } from '@stele/base';
import { encodeBody } from '@stele/protocol';
import type { OutputView, PendingView } from '@stele/protocol';
import fc from 'fast-check';
import { assetCall, inputOf, learn, sign, summarise } from '../index.ts';
import type { Draft } from '../index.ts';
import { assetsOnNode, principalOf } from '../test/assets-on-a-node.ts';
import type { AssetsOnNode, Reached } from '../test/assets-on-a-node.ts';

/** Alice and Bob exchange: she gives 4.00, he gives 1.00 points; both sign. */
async function exchangeOf({ bench, outputs }: AssetsOnNode, { ledger }: Reached): Promise<Draft> {
  const { alice, bob } = bench;
  await bench.define('points');
  const [points] = await bench.issue(bob, [100], { of: 'bank~points' });
  const [large] = outputs;
  assert.ok(points !== undefined && large !== undefined);
  const call = assetCall('transfer', [principalOf(alice), principalOf(bob)], {
    inputs: [inputOf(large), inputOf(points)],
    outputs: [
      { like: 0, amount: '400', to: { party: bob.text } },
      { like: 0, amount: '99600', to: { party: alice.text } },
      { like: 1, amount: '100', to: { party: alice.text } },
    ],
  });
  return ledger.draft({ calls: [call] });
}

void test('handed in by one, read by the other, signed, done', async (context) => {
  const world = await assetsOnNode(context);
  const { alice, bob } = world.bench;
  const reached = await world.reach();
  const { ledger, client } = reached;
  const draft = await exchangeOf(world, reached);
  const handed = await ledger.collect(sign(draft, [alice.signer]));
  assert.ok(handed.status === 'collecting');
  assert.deepEqual(handed.missing, [bob.text]);
  const { pending, malformed } = await client.inbox(bob.text);
  assert.equal(malformed, 0);
  const [waiting] = pending;
  assert.ok(waiting !== undefined && pending.length === 1);
  assert.deepEqual(waiting.summary, await client.summary(draft), 'as its own bytes say');
  assert.deepEqual(waiting.missing, [bob.text]);
  const done = await client.signPending(waiting, [bob.signer]);
  assert.notEqual(done.status, 'collecting');
  assert.deepEqual((await client.inbox(bob.text)).pending, []);
  const { items } = await client.balances(bob.text);
  assert.equal(items.find(({ class: of }) => of.name === 'yuan')?.amount, '400');
});

void test('another body under the id asked for is no answer; one in a list is left out', async (context) => {
  const world = await assetsOnNode(context);
  const { alice, bob } = world.bench;
  const reached = await world.reach();
  const draft = await exchangeOf(world, reached);
  const { status, id } = await reached.ledger.collect(sign(draft, [alice.signer]));
  assert.equal(status, 'collecting');
  const view = await world.bench.api.pending(id);
  const { content } = draft;
  const longer = encodeBody({ ...content, validUntilMs: content.validUntilMs + 1 });
  const lies: readonly Partial<PendingView>[] = [
    { transaction: toBase64url(longer) },
    { transaction: 'AAAA' },
    { id: 'ab'.repeat(32) },
  ];
  for (const lie of lies) {
    const { client } = await world.reach({
      pending: () => Promise.resolve({ ...view, ...lie }),
      inbox: () => Promise.resolve([{ ...view, ...lie }]),
    });
    await assert.rejects(client.pending(id), (error) => isCoded(error, 'ANSWER_MALFORMED'));
    assert.deepEqual(await client.inbox(bob.text), { pending: [], malformed: 1 });
  }
});

void test('what is hidden is not signed, and the node’s own words never count', async (context) => {
  const world = await assetsOnNode(context);
  const { alice, bob } = world.bench;
  const reached = await world.reach();
  const draft = await exchangeOf(world, reached);
  const { id } = await reached.ledger.collect(sign(draft, [alice.signer]));
  const view = await world.bench.api.pending(id);
  const words = { en: `${bob.text} gets 4.00 for nothing`, 'zh-CN': '白得 4.00' };
  const hiding = await world.reach({
    pending: () => Promise.resolve({ ...view, summary: words }),
    row: () => Promise.resolve(null),
    output: () => Promise.reject(rejection('OUTPUT_ABSENT', 'there is no such output')),
    addSignatures: () =>
      Promise.reject(new assert.AssertionError({ message: 'nothing is signed' })),
  });
  const hidden = await hiding.client.pending(id);
  assert.doesNotMatch(JSON.stringify(hidden.summary.statements), /for nothing|白得/);
  await assert.rejects(hiding.client.signPending(hidden, [bob.signer]), (error) =>
    isCoded(error, 'SUMMARY_INCOMPLETE'),
  );
});

void test('no part of a body can be other without the summary saying so', async (context) => {
  const world = await assetsOnNode(context);
  const { alice, bob, issuer } = world.bench;
  const reached = await world.reach();
  const { content, body } = await exchangeOf(world, reached);
  const { chain, transport } = reached.ledger;
  const knowledge = await learn({ chain, transport }, content);
  const told = (bytes: Uint8Array): string => {
    const said = { ...summarise(chain, bytes, knowledge), id: '' };
    return JSON.stringify(said, (_, value: unknown) =>
      typeof value === 'bigint' ? String(value) : value,
    );
  };
  const [large] = world.outputs as [OutputView];
  const parties = fc.constantFrom(alice, bob, issuer);
  const output = fc.record({
    like: fc.nat({ max: 1 }),
    amount: fc.integer({ min: 1, max: 100_000 }).map(String),
    to: parties.map(({ text }) => ({ party: text })),
  });
  const changed = fc.record({
    payer: parties.map(principalOf),
    validUntilMs: fc.constantFrom(content.validUntilMs, content.validUntilMs + 1),
    actors: fc.uniqueArray(parties.map(principalOf), { minLength: 1 }),
    outputs: fc.array(output, { maxLength: 4 }),
    guard: fc.constantFrom(large.guard, 'ab'.repeat(8)),
  });
  const bodies = new Map([[told(body), toHex(body)]]);
  const runs = process.env['STELE_TEST_DEEP'] === '1' ? 20_000 : 500;
  let complete = 0;
  fc.assert(
    fc.property(changed, ({ outputs, guard, actors, ...rest }) => {
      const inputs = [inputOf({ ...large, guard })];
      const { call } = assetCall('transfer', actors, { inputs, outputs });
      const bytes = encodeBody({ ...content, ...rest, calls: [call] });
      if (summarise(chain, bytes, knowledge).gaps.length > 0) return;
      complete++;
      const said = told(bytes);
      assert.equal(bodies.get(said) ?? toHex(bytes), toHex(bytes), 'one summary, one body');
      bodies.set(said, toHex(bytes));
    }),
    { numRuns: runs },
  );
  assert.ok(complete > runs / 20, 'some of them can be signed');
  context.diagnostic(`cases: bodies summarised ${String(runs)}`);
});

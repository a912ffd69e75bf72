/** What was recorded reads as it did before it was signed, though what it spent is gone; and a node cannot tell it otherwise. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isCoded } from '@stele/base';
import type { OutputView } from '@stele/protocol';
import { assetCall, inputOf, sign } from '../index.ts';
import type { Draft, OwnerForm, Summary } from '../index.ts';
import { assetsOnNode, principalOf } from '../test/assets-on-a-node.ts';
import type { AssetsOnNode, Reached } from '../test/assets-on-a-node.ts';

/** Alice gives 1.00 of an output of hers. */
function giftOf(
  { ledger }: Reached,
  { alice }: AssetsOnNode['bench'],
  { from, to }: { readonly from: OutputView | undefined; readonly to: OwnerForm },
): Draft {
  assert.ok(from !== undefined);
  const call = assetCall('transfer', [principalOf(alice)], {
    inputs: [inputOf(from)],
    outputs: [
      { like: 0, amount: '100', to },
      { like: 0, amount: String(Number(from.amount) - 100), to: { party: alice.text } },
    ],
  });
  return ledger.draft({ calls: [call] });
}

async function recordedBy(
  world: AssetsOnNode,
  reached: Reached,
  draft: Draft,
): Promise<{ readonly id: string; readonly before: Summary; readonly index: number }> {
  const before = await reached.client.summary(draft);
  assert.deepEqual(before.gaps, []);
  const done = await reached.ledger.collect(sign(draft, [world.bench.alice.signer]));
  assert.ok(done.status !== 'collecting' && done.index !== undefined);
  return { id: done.id, before, index: done.index };
}

void test('what was recorded reads as what was signed', async (context) => {
  const world = await assetsOnNode(context);
  const reached = await world.reach();
  const { bench, outputs } = world;
  const to = { party: bench.bob.text };
  const exit = { name: 'accept', by: bench.bob.text, from: null, until: null };
  const exits = [{ ...exit, preimage: null, pays: null, step: '', to }];
  const hold = { for: bench.alice.text, reason: 'escrow', reference: null, exits };
  const [large, small] = outputs;
  const draft = giftOf(reached, bench, { from: large, to: { hold } });
  const { id, before, index } = await recordedBy(world, reached, draft);
  assert.deepEqual(await reached.client.recorded({ id, index }), before);

  const other = await recordedBy(world, reached, giftOf(reached, bench, { from: small, to }));
  await assert.rejects(reached.client.recorded({ id, index: other.index }), (error) =>
    isCoded(error, 'ANSWER_MALFORMED'),
  );
});

void test('what a node tells of a spent output counts only as far as the signed guard goes', async (context) => {
  const world = await assetsOnNode(context);
  const reached = await world.reach();
  const { bench, outputs } = world;
  const to = { party: bench.bob.text };
  const gift = giftOf(reached, bench, { from: outputs[0], to });
  const { id, index } = await recordedBy(world, reached, gift);
  const honest = bench.api;
  const lies: readonly Partial<OutputView>[] = [
    { amount: '400' },
    { owner: { ...to } },
    { depth: 7 },
    { acquiredAt: 'yesterday' },
    { state: { name: 'drawn', fields: {} } },
  ];
  for (const lie of lies) {
    const { client } = await world.reach({
      output: async (output) => ({ ...(await honest.output(output)), ...lie }),
    });
    const { gaps } = await client.recorded({ id, index });
    assert.notDeepEqual(gaps, [], JSON.stringify(lie));
  }
});

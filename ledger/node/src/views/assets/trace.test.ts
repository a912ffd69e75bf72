import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import type { JsonObject, OutputView } from '@stele/protocol';
import { inputOf, newOutput, outputText, transfer } from '@stele/sdk/conformance';

import { type AssetNode, assetNode } from '../../test/asset-node.ts';

/** Waits until an output is spent. */
async function ended({ node }: AssetNode, id: string): Promise<OutputView> {
  for (;;) {
    const view = await node.api.output(id);
    if (!view.live) return view;
    await sleep(20);
  }
}

test('what a timer did is a step that no transaction did', async (t) => {
  const opened = await assetNode(t);
  const { bench, node } = opened;
  const { alice, bob } = bench;
  const [note] = await bench.issue(alice, [9]);
  assert.ok(note !== undefined);
  const lapse: JsonObject = {
    ...{ name: 'lapse', by: null, from: Date.now() + 100, until: null, preimage: null },
    ...{ pays: null, step: '', to: { party: bob.text } },
  };
  const hold = { for: alice.text, reason: 'escrow', reference: null, exits: [lapse] };
  const { index = 0 } = await bench.done(
    transfer(alice, [inputOf(note)], [newOutput(9, { hold })]),
  );
  const held = await ended(opened, outputText(index, 0, 0));
  const { items, complete } = await node.api.trace({ output: held.id, direction: 'forward' });
  assert.deepEqual(
    items.map(({ output, from, by }) => [output.id === held.id, from.length, by.method]),
    [
      [true, 1, 'transfer'],
      [false, 1, 'timer'],
    ],
  );
  assert.equal(complete, true);
  const [, last] = items;
  assert.deepEqual([last?.output.holder, last?.by.transaction], [bob.text, undefined]);
  assert.deepEqual(last?.from, [held.id]);
  assert.deepEqual(last.by.index, held.endedAt?.index);
  assert.equal(
    (await node.api.trace({ output: last.output.id, direction: 'back' })).items.length,
    3,
  );
});

test('outputs of one transaction that are spent in it are steps like others', async (t) => {
  const { bench, node } = await assetNode(t);
  const { alice, bob, issuer } = bench;
  const [note] = await bench.issue(alice, [9]);
  assert.ok(note !== undefined);
  const made = { output: { made: { call: 0, place: 0 } }, exit: '', preimage: null };
  const { index = 0, id } = await bench.done(
    transfer(alice, [inputOf(note)], [newOutput(9, bob)]),
    transfer(bob, [made], [newOutput(4, issuer), newOutput(5, bob)]),
  );
  const between = outputText(index, 0, 0);
  const { items } = await node.api.trace({ output: outputText(index, 1, 1), direction: 'back' });
  assert.deepEqual(
    items.map(({ output, from }) => [output.id, from]),
    [
      [outputText(index, 1, 1), [between]],
      [between, [note.id]],
      [note.id, []],
    ],
  );
  assert.deepEqual(items[1]?.by.transaction, id);
  const view = await node.api.output(between);
  assert.deepEqual([view.live, view.endedAt?.index, view.madeAt.index], [false, index, index]);
});

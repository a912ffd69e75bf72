/** Traces and live proofs where there are thousands of outputs. */

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { fromHex, utf8 } from '@stele/base';
import { type OutputView, verifyLive } from '@stele/protocol';
import { nodeCrypto } from '@stele/protocol/node';
import { inputOf, newOutput, outputText, transfer } from '@stele/sdk/conformance';

import { TRACE_STEPS_MAX } from '../../limits.ts';
import { assetNode } from '../../test/asset-node.ts';

/** Each of 64 parts, so of 64 effects and more. */
const ISSUES = 40;
const CHUNK_BITS = 2_048;

test('where the live bits take many chunks, each output is proven by its own', async (t) => {
  const { bench, node, customer } = await assetNode(t);
  const notes: OutputView[] = [];
  for (let i = 0; i < ISSUES; i++) {
    notes.push(...(await bench.issue(bench.alice, new Array<number>(64).fill(1))).slice(0, 1));
  }
  const { items } = await node.api.events({ after: CHUNK_BITS, limit: 1 });
  assert.equal(items.length, 1, 'the effects take more than one chunk');
  for (const note of notes) {
    const proof = await node.api.liveProof({ output: note.id });
    const { verdict, row } = verifyLive(utf8(JSON.stringify(proof)), {
      crypto: nodeCrypto,
      trusted: [customer.chain.fingerprint],
      row: { contract: 'assets', table: 'outputs', key: fromHex(note.id.slice(4)) },
    });
    assert.deepEqual([verdict, row?.live], ['valid', true]);
    assert.equal(proof.livePath.length > 0, true);
  }
});

test('a trace of many ends where it may, and says that it is not whole', async (t) => {
  const { bench, node } = await assetNode(t);
  const { alice } = bench;
  const width = 64;
  const issues = Math.ceil(TRACE_STEPS_MAX / width) + 1;
  let sum = await joined(1);
  for (let i = 1; i < issues; i++) sum = await joined(i + 1, sum);
  const all: string[] = [];
  let cursor: string | undefined;
  for (;;) {
    const at = cursor === undefined ? {} : { cursor };
    const page = await node.api.trace({ output: sum.id, direction: 'back', limit: 1_000, ...at });
    all.push(...page.items.map(({ output }) => output.id));
    if (page.nextCursor === null) {
      assert.equal(page.complete, false);
      break;
    }
    cursor = page.nextCursor;
  }
  assert.equal(all.length, TRACE_STEPS_MAX);
  assert.equal(new Set(all).size, all.length);

  /** A new output of `width` new ones and the one before. */
  async function joined(round: number, before?: OutputView): Promise<OutputView> {
    const parts = await bench.issue(alice, new Array<number>(width).fill(1));
    const inputs = [...parts, ...(before === undefined ? [] : [before])].map((one) => inputOf(one));
    const { index = 0 } = await bench.done(
      transfer(alice, inputs, [newOutput(round * width, alice)]),
    );
    return node.api.output(outputText(index, 0, 0));
  }
});

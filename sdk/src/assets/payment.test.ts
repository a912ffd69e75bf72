/** A node that is asked to pay, and makes something else of it. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isCoded, toBase64url, toHex } from '@stele/base';
import { encodeBody, principalToText, transactionId } from '@stele/protocol';
import type { Call, OutputView, Prepared, TransactionContent } from '@stele/protocol';
import { assetCall, inputOf, pay, paymentForm } from '../index.ts';
import type { InputForm, Ledger, NewOutputForm, Payment } from '../index.ts';
import { assetsOnNode, principalOf, YUAN } from '../test/assets-on-a-node.ts';
import type { AssetsOnNode } from '../test/assets-on-a-node.ts';

type Change = (content: TransactionContent) => TransactionContent;

/** What a node answers that builds `content`. */
function prepared({ chain }: Ledger, content: TransactionContent): Prepared {
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

function payment({ bench }: AssetsOnNode, change: Partial<Payment> = {}): Payment {
  const to = { party: bench.bob.text };
  return { from: bench.alice.text, class: YUAN, amount: '400', to, ...change };
}

/** The part in which what comes back differs; undefined when it is taken. */
async function differingPart(
  world: AssetsOnNode,
  call: Call,
  {
    asked = payment(world),
    change = (content) => content,
  }: { asked?: Payment; change?: Change } = {},
): Promise<unknown> {
  const honest = await world.reach();
  const { content } = honest.ledger.draft({ calls: [{ call, args: {} }] });
  const answer = prepared(honest.ledger, change(content));
  const { ledger } = await world.reach({ prepare: () => Promise.resolve(answer) });
  try {
    const draft = await ledger.prepare({ calls: [pay(asked)] });
    assert.deepEqual(draft.content.calls, [call]);
    return undefined;
  } catch (error) {
    assert.ok(isCoded(error, 'PREPARED_DIFFERS'), String(error));
    return error.data?.['part'];
  }
}

interface Transfer {
  readonly inputs?: readonly InputForm[];
  readonly outputs?: readonly NewOutputForm[];
  readonly by?: { readonly text: string };
}

/** The transfer that was asked for, but for what the test says. */
function transferOf(world: AssetsOnNode, { inputs, outputs, by }: Transfer = {}): Call {
  const { alice, bob } = world.bench;
  const [large] = world.outputs as [OutputView];
  return assetCall('transfer', [principalOf(by ?? alice)], {
    inputs: inputs ?? [inputOf(large)],
    outputs: outputs ?? [
      { like: 0, amount: '400', to: { party: bob.text } },
      { like: 0, amount: '99600', to: { party: alice.text } },
    ],
  }).call;
}

void test('what was asked is taken: one output or several, with a rest or without', async (context) => {
  const world = await assetsOnNode(context);
  const { alice, bob } = world.bench;
  const [large, small] = world.outputs as [OutputView, OutputView];
  assert.equal(await differingPart(world, transferOf(world)), undefined);
  const both = transferOf(world, {
    inputs: [inputOf(small), inputOf(large)],
    outputs: [
      { like: 0, amount: '400', to: { party: bob.text } },
      { like: 0, amount: '99850', to: { party: alice.text } },
    ],
  });
  assert.equal(await differingPart(world, both), undefined);
  const whole = transferOf(world, {
    inputs: [inputOf(small)],
    outputs: [{ like: 0, amount: '250', to: { party: bob.text } }],
  });
  const asked = payment(world, { amount: '250', slot: small.slot });
  assert.equal(await differingPart(world, whole, { asked }), undefined);
});

void test('outputs that are named pay, and no other does', async (context) => {
  const world = await assetsOnNode(context);
  const { alice, bob } = world.bench;
  const [large, small] = world.outputs as [OutputView, OutputView];
  const named = { from: alice.text, class: 'bank/yuan', amount: '400', to: { party: bob.text } };
  const asked = paymentForm({ ...named, inputs: [large.id] });
  const { ledger } = await world.reach();
  const { content } = await ledger.prepare({ calls: [pay(asked)] });
  assert.deepEqual(content.calls, [transferOf(world)]);
  const both = transferOf(world, { inputs: [inputOf(large), inputOf(small)] });
  assert.equal(await differingPart(world, both, { asked }), 'inputs');
  const twice = await ledger.prepare({
    calls: [pay(paymentForm({ ...named, inputs: [large.id, large.id] }))],
  });
  assert.deepEqual(twice.content.calls, [transferOf(world)]);
  const doubled = transferOf(world, { inputs: [inputOf(large), inputOf(large)] });
  assert.equal(await differingPart(world, doubled, { asked }), 'inputs');
});

void test('outputs of another class, or of another slot, are named in vain', async (context) => {
  const world = await assetsOnNode(context);
  const { bench } = world;
  const { alice, bob } = bench;
  const [large, small] = world.outputs as [OutputView, OutputView];
  await bench.define('points');
  const [points] = await bench.issue(alice, [100_000], { of: 'bank~points' });
  assert.ok(points !== undefined);
  const { ledger } = await world.reach();
  const named = { from: alice.text, class: 'bank/yuan', amount: '400', to: { party: bob.text } };
  const prepared = (inputs: readonly OutputView[]): ReturnType<typeof ledger.prepare> =>
    ledger.prepare({ calls: [pay(paymentForm({ ...named, inputs: inputs.map(({ id }) => id) }))] });
  await assert.rejects(prepared([points]), (error) => isCoded(error, 'FUNDS_MISSING'));
  const { content } = await prepared([points, large]);
  assert.deepEqual(content.calls, [transferOf(world)]);
  await assert.rejects(prepared([small]), (error) => isCoded(error, 'FUNDS_MISSING'));
});

void test('who acts beside the payer is who was named', async (context) => {
  const world = await assetsOnNode(context);
  const { bob, issuer } = world.bench;
  const { ledger } = await world.reach();
  const beside = [principalOf(bob)];
  const { content } = await ledger.prepare({ calls: [pay(payment(world), beside)] });
  const actors = content.calls.map((call) => call.actors.map(principalToText));
  assert.deepEqual(actors, [[world.bench.alice.text, bob.text]]);
  for (const others of [[], [principalOf(issuer)], [...beside, principalOf(issuer)]]) {
    const lying = await world.reach({
      prepare: (request) => {
        const calls = request.calls.map((call) => ({
          ...call,
          actors: [world.bench.alice.text, ...others.map(principalToText)],
        }));
        return world.bench.api.prepare({ ...request, calls });
      },
    });
    const asked = lying.ledger.prepare({ calls: [pay(payment(world), beside)] });
    await assert.rejects(asked, (error) => isCoded(error, 'PREPARED_DIFFERS'));
  }
});

void test('anything else is refused before it is signed', async (context) => {
  const world = await assetsOnNode(context);
  const { bench } = world;
  const { alice, bob, issuer } = bench;
  const [large, small] = world.outputs as [OutputView, OutputView];
  const [foreign] = await bench.issue(bob, [100_000]);
  await bench.define('points');
  const [points] = await bench.issue(alice, [100_000], { of: 'bank~points' });
  assert.ok(foreign !== undefined && points !== undefined);
  const to = (party: { readonly text: string }, amount: string, like = 0): NewOutputForm => ({
    like,
    amount,
    to: { party: party.text },
  });
  const lies: readonly (readonly [string, Transfer, string])[] = [
    ['another recipient', { outputs: [to(issuer, '400'), to(alice, '99600')] }, 'payment'],
    ['another amount', { outputs: [to(bob, '40000'), to(alice, '60000')] }, 'payment'],
    ['the rest to somebody else', { outputs: [to(bob, '400'), to(issuer, '99600')] }, 'payment'],
    [
      'a part of the rest',
      { outputs: [to(bob, '400'), to(alice, '99599'), to(issuer, '1')] },
      'payment',
    ],
    ['the rest lost', { outputs: [to(bob, '400')] }, 'payment'],
    ['another class', { inputs: [inputOf(points)] }, 'class'],
    ['another class besides', { inputs: [inputOf(large), inputOf(points)] }, 'class'],
    ["somebody else's", { inputs: [inputOf(foreign)] }, 'owner'],
    ['another actor', { by: bob }, 'payment'],
    ['too little', { inputs: [inputOf(small)] }, 'inputs'],
    ['an exit', { inputs: [inputOf(large, { exit: 'accept' })] }, 'inputs'],
    ['another guard', { inputs: [inputOf({ ...large, guard: small.guard })] }, 'inputs'],
    [
      'what is not there',
      { inputs: [inputOf({ ...large, id: `out_${'f'.repeat(20)}` })] },
      'inputs',
    ],
  ];
  for (const [what, lie, part] of lies) {
    assert.equal(await differingPart(world, transferOf(world, lie)), part, `${what} differs`);
  }
  const slot = { asked: payment(world, { slot: 'ab'.repeat(16) }) };
  assert.equal(await differingPart(world, transferOf(world), slot), 'slot');
  const redeems = assetCall('redeem', [principalOf(alice)], {
    inputs: [inputOf(large)],
    change: [],
  });
  assert.equal(await differingPart(world, redeems.call), 'method');
  const changes: readonly (readonly [string, Change])[] = [
    ['payer', (content) => ({ ...content, payer: principalOf(bob) })],
    ['validUntil', (content) => ({ ...content, validUntilMs: content.validUntilMs + 3_600_000 })],
    ['calls', (content) => ({ ...content, calls: [...content.calls, redeems.call] })],
    ['calls', (content) => ({ ...content, calls: [...content.calls, ...content.calls] })],
    ['chain', (content) => ({ ...content, chain: new Uint8Array(8) })],
    ['lane', (content) => ({ ...content, lane: 'control' })],
  ];
  for (const [part, change] of changes) {
    assert.equal(await differingPart(world, transferOf(world), { change }), part);
  }
});

void test('a row that a node invents for an input does not carry its guard', async (context) => {
  const world = await assetsOnNode(context);
  const { bench } = world;
  await bench.define('points');
  const [points] = await bench.issue(bench.alice, [100_000], { of: 'bank~points' });
  assert.ok(points !== undefined);
  const honest = await world.reach();
  const call = transferOf(world, { inputs: [inputOf(points)] });
  const { content } = honest.ledger.draft({ calls: [{ call, args: {} }] });
  const [large] = world.outputs as [OutputView];
  const shown = await bench.api.row({
    contract: 'assets',
    table: 'outputs',
    key: Buffer.from(large.id.slice(4), 'hex'),
  });
  const { ledger } = await world.reach({
    prepare: () => Promise.resolve(prepared(honest.ledger, content)),
    // What is spent are points; what is shown is money.
    row: () => Promise.resolve(shown),
  });
  await assert.rejects(
    ledger.prepare({ calls: [pay(payment(world))] }),
    (error) => isCoded(error, 'PREPARED_DIFFERS') && error.data?.['part'] === 'inputs',
  );
});

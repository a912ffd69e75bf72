/** The part of the suite that reads assets: classes, balances, outputs, holds, traces, live proofs. */

import assert from 'node:assert/strict';
import { fromHex, utf8 } from '@stele/base';
import { type JsonObject, type LiveVerdict, type OutputView, verifyLive } from '@stele/protocol';
import {
  AssetBench,
  type AssetPerson,
  inputOf,
  MONEY,
  newOutput,
  outputText,
  transfer,
} from './asset-bench.ts';
import { rejectsWith } from './transport-bench.ts';
import type { Bench } from './transport-bench.ts';

export function assetBench({ transport, chain, operator, newSigner }: Bench): Promise<AssetBench> {
  return AssetBench.open({ api: transport, suite: chain.suite, operator, newSigner });
}

export async function classes(bench: Bench): Promise<void> {
  const { transport } = bench;
  assert.deepEqual(await transport.classes({}), { items: [], nextCursor: null });
  const world = await assetBench(bench);
  for (const name of ['usd', 'eur']) await world.define(name);
  const { items, nextCursor } = await transport.classes({});
  assert.equal(nextCursor, null);
  assert.deepEqual(new Set(items.map(({ name }) => name)), new Set(['yuan', 'usd', 'eur']));
  const first = await transport.classes({ limit: 2 });
  assert.deepEqual(first, { items: items.slice(0, 2), nextCursor: items[1]?.id });
  const rest = await transport.classes({ limit: 2, cursor: first.nextCursor });
  assert.deepEqual(rest, { items: items.slice(2), nextCursor: null });
  await world.issue(world.alice, [70, 30]);
  const yuan = await transport.assetClass(MONEY);
  assert.deepEqual([yuan.issued, yuan.redeemed, yuan.kind, yuan.scale], ['100', '0', 'money', 2]);
  assert.equal(yuan.definition['organisation'], 'bank');
  assert.deepEqual(await transport.assetClass(yuan.id), yuan);
  for (const unknown of ['bank~nothing', '00'.repeat(16), 'bank', 'Bank~yuan', '', '..', 'a/b']) {
    await rejectsWith('CLASS_ABSENT', () => transport.assetClass(unknown));
  }
  for (const cursor of ['x', '', `${yuan.id}0`]) {
    await rejectsWith('CURSOR_MALFORMED', () => transport.classes({ cursor }));
  }
}

export async function balances(bench: Bench): Promise<void> {
  const { transport } = bench;
  const world = await assetBench(bench);
  const { alice, bob } = world;
  const of = async (person: AssetPerson, atHeight?: number): Promise<readonly string[]> => {
    const at = atHeight === undefined ? {} : { atHeight };
    const { items } = await transport.balances({ account: person.text, ...at });
    return items.map(({ class: { name }, amount, held }) => `${name} ${amount} ${held}`);
  };
  assert.deepEqual(await of(alice), []);
  const [note] = await world.issue(alice, [100]);
  assert.ok(note !== undefined);
  const issuedAt = note.madeAt.height;
  const moved = await world.done(
    transfer(alice, [inputOf(note)], [newOutput(60, bob), newOutput(40, escrow(alice, bob))]),
  );
  assert.deepEqual(await of(alice), ['yuan 40 40'], 'what is held counts for whom it is for');
  assert.deepEqual(await of(bob), ['yuan 60 0']);
  assert.deepEqual(await of(alice, issuedAt), ['yuan 100 0']);
  assert.deepEqual(await of(bob, issuedAt), []);
  assert.deepEqual(await of(alice, issuedAt - 1), []);
  assert.deepEqual(await of(alice, moved.height), ['yuan 40 40']);
  const { height } = await transport.chain();
  for (const beyond of [height + 1, -1, 0.5]) {
    await rejectsWith('HEIGHT_UNKNOWN', () => of(alice, beyond));
  }
  await rejectsWith('PRINCIPAL_MALFORMED', () => transport.balances({ account: 'alice' }));
}

/** A hold that counts for `from` until `to` accepts, or `from` takes it back. */
export function escrow(from: AssetPerson, to: AssetPerson): JsonObject {
  const exit = { from: null, until: null, preimage: null, pays: null, step: '' };
  const exits = [
    { ...exit, name: 'accept', by: to.text, to: { party: to.text } },
    { ...exit, name: 'withdraw', by: from.text, to: { party: from.text } },
  ];
  return { hold: { for: from.text, reason: 'escrow', reference: null, exits } };
}

export async function outputs(bench: Bench): Promise<void> {
  const { transport } = bench;
  const world = await assetBench(bench);
  const { alice, bob, issuer } = world;
  await world.define('usd');
  const yuan = await world.issue(alice, [1, 2, 3]);
  const usd = await world.issue(alice, [4], { of: 'bank~usd' });
  const all = await everyPage((page) =>
    transport.outputs({ account: alice.text, limit: 2, ...page }),
  );
  assert.deepEqual(byId(all), byId([...yuan, ...usd]));
  const some = await transport.outputs({ account: alice.text, class: MONEY });
  assert.deepEqual(some, { items: yuan, nextCursor: null });
  const [one, two, three] = yuan;
  assert.ok(one !== undefined && two !== undefined && three !== undefined);
  const { index = 0 } = await world.done(
    transfer(alice, [inputOf(one), inputOf(two)], [newOutput(3, escrow(alice, bob))]),
  );
  const held = await transport.output(outputText(index, 0, 0));
  assert.deepEqual([held.holder, held.amount, held.live], [alice.text, '3', true]);
  assert.deepEqual((await transport.holds({ account: bob.text })).items, [held]);
  assert.deepEqual((await transport.holds({ account: issuer.text })).items, []);
  assert.deepEqual((await transport.outputs({ account: alice.text, class: MONEY })).items, [
    three,
    held,
  ]);
  const spent = await transport.output(one.id);
  const { endedAt, ...rest } = spent;
  assert.deepEqual({ ...rest, live: true }, one, 'a spent output is what it was');
  assert.deepEqual([spent.live, endedAt?.index], [false, index]);
  await world.done(transfer(bob, [inputOf(held, 'accept')], []));
  assert.deepEqual((await transport.holds({ account: bob.text })).items, []);
  for (const unknown of ['out_', `out_${'0'.repeat(20)}`, 'acc_00', '', `${one.id}0`]) {
    await rejectsWith('OUTPUT_ABSENT', () => transport.output(unknown));
  }
  await rejectsWith('CLASS_ABSENT', () =>
    transport.outputs({ account: alice.text, class: 'bank~none' }),
  );
}

async function everyPage(
  read: (page: { cursor?: string }) => Promise<{
    readonly items: readonly OutputView[];
    readonly nextCursor: string | null;
  }>,
): Promise<readonly OutputView[]> {
  const items: OutputView[] = [];
  let page: { cursor?: string } = {};
  for (;;) {
    const found = await read(page);
    items.push(...found.items);
    if (found.nextCursor === null) return items;
    page = { cursor: found.nextCursor };
  }
}

function byId(all: readonly OutputView[]): readonly OutputView[] {
  return all.toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

export async function traces(bench: Bench): Promise<void> {
  const { transport } = bench;
  const world = await assetBench(bench);
  const { alice, bob } = world;
  const [one, two] = await world.issue(alice, [50, 50]);
  assert.ok(one !== undefined && two !== undefined);
  const joined = await world.done(
    transfer(
      alice,
      [inputOf(one), inputOf(two)],
      [newOutput(70, escrow(alice, bob)), newOutput(30, alice)],
    ),
  );
  const held = await transport.output(outputText(joined.index ?? 0, 0, 0));
  const change = outputText(joined.index ?? 0, 0, 1);
  const accepted = await world.done(transfer(bob, [inputOf(held, 'accept')], []));
  const taken = outputText(accepted.index ?? 0, 0, 0);
  const back = await transport.trace({ output: taken, direction: 'back' });
  assert.deepEqual(
    back.items.map(({ output, from, by }) => [output.id, from, by.method, by.transaction]),
    [
      [taken, [held.id], 'transfer', accepted.id],
      [held.id, [one.id, two.id], 'transfer', joined.id],
      ...[one, two].map(({ id }) => [id, [], 'issue', back.items[2]?.by.transaction]),
    ],
  );
  assert.deepEqual([back.complete, back.nextCursor], [true, null]);
  const forward = await transport.trace({ output: one.id, direction: 'forward' });
  assert.deepEqual(
    forward.items.map(({ output }) => [output.id, output.live]),
    [
      [one.id, false],
      [held.id, false],
      [change, true],
      [taken, true],
    ],
  );
  const paged = await tracedInPages(world, taken);
  assert.deepEqual(paged, back.items);
  for (const cursor of ['0', '1', '0.1', '-1.5', 'x']) {
    const query = { output: taken, direction: 'back', cursor } as const;
    await rejectsWith('CURSOR_MALFORMED', () => transport.trace(query));
  }
}

async function tracedInPages({ api }: AssetBench, output: string): Promise<readonly object[]> {
  const items: object[] = [];
  let cursor: string | undefined;
  for (;;) {
    const at = cursor === undefined ? {} : { cursor };
    const page = await api.trace({ output, direction: 'back', limit: 1, ...at });
    assert.equal(page.items.length, 1);
    assert.equal(page.complete, page.nextCursor === null);
    items.push(...page.items);
    if (page.nextCursor === null) return items;
    cursor = page.nextCursor;
  }
}

export async function liveProofs(bench: Bench): Promise<void> {
  const { transport, chain, crypto } = bench;
  const world = await assetBench(bench);
  const { alice, bob } = world;
  const [note] = await world.issue(alice, [5]);
  assert.ok(note !== undefined);
  await world.done(transfer(alice, [inputOf(note)], [newOutput(5, bob)]));
  const trusted = [chain.fingerprint];
  const row = { contract: 'assets', table: 'outputs', key: fromHex(note.id.slice(4)) };
  const proven = async (atHeight?: number): Promise<LiveVerdict> => {
    const at = atHeight === undefined ? {} : { atHeight };
    const proof = utf8(JSON.stringify(await transport.liveProof({ output: note.id, ...at })));
    const height = atHeight ?? (await transport.chain()).height;
    return verifyLive(proof, { crypto, trusted, row, height });
  };
  const { madeAt } = note;
  const then = await proven(madeAt.height);
  assert.deepEqual([then.verdict, then.row?.live], ['valid', true]);
  const now = await proven();
  assert.deepEqual([now.verdict, now.row?.live], ['valid', false]);
  for (const height of [madeAt.height - 1, madeAt.height + 1_000, -1, 0.5]) {
    const query = { output: note.id, atHeight: height };
    await rejectsWith('HEIGHT_UNKNOWN', () => transport.liveProof(query));
  }
  const nothing = { output: `out_${'0'.repeat(20)}` };
  await rejectsWith('OUTPUT_ABSENT', () => transport.liveProof(nothing));
}

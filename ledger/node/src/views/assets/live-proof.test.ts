import assert from 'node:assert/strict';
import { test } from 'node:test';

import { fromHex, utf8 } from '@stele/base';
import { type LiveProof, type LiveVerdict, verifyLive } from '@stele/protocol';
import { nodeCrypto } from '@stele/protocol/node';
import { inputOf, newOutput, transfer } from '@stele/sdk/conformance';
import fc from 'fast-check';

import { type AssetNode, assetNode } from '../../test/asset-node.ts';
import { rejected } from '../../test/test-node.ts';

const CASES = process.env['STELE_TEST_DEEP'] === '1' ? 20_000 : 400;

function verdictOn(
  { customer }: AssetNode,
  proof: LiveProof | Uint8Array,
  asked: { readonly height?: number; readonly key?: Uint8Array } = {},
): LiveVerdict {
  const document = proof instanceof Uint8Array ? proof : utf8(JSON.stringify(proof));
  const { height, key } = asked;
  return verifyLive(document, {
    crypto: nodeCrypto,
    trusted: [customer.chain.fingerprint],
    ...(height === undefined ? {} : { height }),
    ...(key === undefined ? {} : { row: { contract: 'assets', table: 'outputs', key } }),
  });
}

function failedIn({ steps }: LiveVerdict): readonly string[] {
  return steps.flatMap(({ name, result, code }) =>
    result === 'fail' ? [`${name} ${String(code)}`] : [],
  );
}

test('an output is proven live at every height until it is spent, and spent from then on', async (t) => {
  const opened = await assetNode(t);
  const { bench, node } = opened;
  const [note] = await bench.issue(bench.alice, [100]);
  assert.ok(note !== undefined);
  const key = fromHex(note.id.slice(4));
  const madeAt = note.madeAt.height;
  for (let i = 0; i < 3; i++) await bench.issue(bench.bob, [1, 2]);
  const { height: spentAt = 0 } = await bench.done(
    transfer(bench.alice, [inputOf(note)], [newOutput(100, bench.bob)]),
  );
  for (let i = 0; i < 3; i++) await bench.issue(bench.bob, [3]);
  const { height: newest } = await node.api.chain();
  for (let height = madeAt; height <= newest; height++) {
    const proof = await node.api.liveProof({ output: note.id, atHeight: height });
    const { verdict, row } = verdictOn(opened, proof, { height, key });
    assert.equal(verdict, 'valid');
    assert.deepEqual(
      [row?.live, row?.atHeight, row?.putAtHeight],
      [height < spentAt, height, madeAt],
    );
  }
  const now = await node.api.liveProof({ output: note.id });
  assert.equal(verdictOn(opened, now).row?.atHeight, newest);
  await rejected(node.api.liveProof({ output: note.id, atHeight: madeAt - 1 }), 'HEIGHT_UNKNOWN');
  await rejected(node.api.liveProof({ output: note.id, atHeight: newest + 1 }), 'HEIGHT_UNKNOWN');
});

test('a proof is of one row, one height and one chain', async (t) => {
  const opened = await assetNode(t);
  const { bench, node } = opened;
  const [one, two] = await bench.issue(bench.alice, [1, 2]);
  assert.ok(one !== undefined && two !== undefined);
  const proof = await node.api.liveProof({ output: one.id });
  const { height } = await node.api.chain();
  assert.deepEqual(failedIn(verdictOn(opened, proof, { key: fromHex(two.id.slice(4)) })), [
    'row ROW_MISMATCH',
  ]);
  assert.deepEqual(failedIn(verdictOn(opened, proof, { height: height - 1 })), [
    'height HEIGHT_MISMATCH',
  ]);
  const other = await assetNode(t);
  const stranger = verdictOn(other, proof);
  assert.equal(stranger.verdict, 'incomplete', 'all holds, but of a chain that is not trusted');
  const theirs = await other.node.api.liveProof({
    output: (await other.bench.issue(other.bench.bob, [1]))[0]?.id ?? '',
  });
  const { genesis, charters, statements, checkpoint } = theirs;
  for (const part of [
    { genesis },
    { checkpoint },
    { statements },
    { genesis, charters, statements },
  ]) {
    assert.equal(
      verdictOn(opened, { ...proof, ...part }).verdict,
      'invalid',
      Object.keys(part).join(),
    );
  }
});

test('parts of other proofs of the same chain do not make one', async (t) => {
  const opened = await assetNode(t);
  const { bench, node } = opened;
  const [one, two] = await bench.issue(bench.alice, [1, 2]);
  assert.ok(one !== undefined && two !== undefined);
  const early = await node.api.liveProof({ output: one.id });
  await bench.done(transfer(bench.alice, [inputOf(one)], [newOutput(1, bench.bob)]));
  const late = await node.api.liveProof({ output: one.id });
  const others = await node.api.liveProof({ output: two.id });
  let mixed = 0;
  for (const donor of [early, others]) {
    for (const name of Object.keys(late) as (keyof LiveProof)[]) {
      if (JSON.stringify(donor[name]) === JSON.stringify(late[name])) continue;
      mixed++;
      const { verdict, row } = verdictOn(opened, { ...late, [name]: donor[name] });
      assert.ok(verdict === 'invalid' || row?.live === false, `${name} of another proof`);
    }
  }
  assert.ok(mixed >= 6, 'the proofs differ in most parts');
});

test('whatever byte is changed, the proof is refused', async (t) => {
  const opened = await assetNode(t);
  const { bench, node } = opened;
  const [note] = await bench.issue(bench.alice, [100]);
  for (let i = 0; i < 4; i++) await bench.issue(bench.bob, [i + 1]);
  const proof = await node.api.liveProof({ output: note?.id ?? '' });
  const document = utf8(JSON.stringify(proof));
  assert.equal(verdictOn(opened, document).verdict, 'valid');
  const flip = fc.record({ at: fc.nat(document.length - 1), by: fc.integer({ min: 1, max: 255 }) });
  fc.assert(
    fc.property(flip, ({ at, by }) => {
      const changed = document.slice();
      changed[at] = (changed[at] ?? 0) ^ by;
      assert.notEqual(verdictOn(opened, changed).verdict, 'valid');
    }),
    { numRuns: CASES },
  );
  t.diagnostic(`cases: flipped live proofs ${String(CASES)}`);
});

test('a document that is none is malformed, whatever it holds', async (t) => {
  const opened = await assetNode(t);
  const [note] = await opened.bench.issue(opened.bench.alice, [1]);
  const proof = await opened.node.api.liveProof({ output: note?.id ?? '' });
  const { number, ...rest } = proof;
  const broken: readonly object[] = [
    {},
    rest,
    { ...proof, more: 1 },
    { ...proof, number: String(number) },
    { ...proof, type: 'stele-live-proof/v2' },
    { ...proof, effect: `${proof.effect}=` },
    { ...proof, livePath: 'AAAA' },
    { ...proof, statements: [] },
    { ...proof, checkpoint: 'nothing' },
    [proof],
  ];
  for (const document of broken) {
    const verdict = verdictOn(opened, utf8(JSON.stringify(document)));
    assert.equal(
      failedIn(verdict)[0]?.split(' ')[0],
      'format',
      JSON.stringify(document).slice(0, 80),
    );
  }
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array(), fc.json().map(utf8)), (bytes) => {
      assert.equal(verdictOn(opened, bytes).verdict, 'invalid');
    }),
  );
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromHex, isCoded, rejection } from '@stele/base';
import { fillTemplate, templateOf } from '@stele/contracts';
import type { LedgerApi, OutputView } from '@stele/protocol';
import { assetCall, checkComplete, inputOf, selectOutputs } from '../../index.ts';
import type { HoldForm, PlannedCall, Sentence, Statement, Summary } from '../../index.ts';
import { assetsOnNode, principalOf, YUAN } from '../../test/assets-on-a-node.ts';
import type { AssetsOnNode, Reached } from '../../test/assets-on-a-node.ts';

const ESCROW = templateOf('escrow');
const DAY_MS = 86_400_000;

function texts(statements: readonly Statement[]): readonly string[] {
  return statements.flatMap(({ text, details }) => [text.en, ...texts(details)]);
}

function sentences(statements: readonly Statement[]): readonly Sentence[] {
  return statements.flatMap(({ text, details }) => [text, ...sentences(details)]);
}

/** Alice pays 4.00 to Bob out of 1000.00, and puts 2.50 into an escrow for him. */
function paymentAndEscrow({ bench, outputs }: AssetsOnNode): PlannedCall {
  const { alice, bob } = bench;
  const hold = fillTemplate(ESCROW, {
    sender: alice.text,
    receiver: bob.text,
    deadline: String(20_000 * DAY_MS),
    lapsesTo: alice.text,
  }) as unknown as HoldForm;
  return assetCall('transfer', [principalOf(alice)], {
    inputs: outputs.map((output) => inputOf(output)),
    outputs: [
      { like: 0, amount: '400', to: { party: bob.text } },
      { like: 1, amount: '250', to: { hold } },
      { like: 0, amount: '99600', to: { party: alice.text } },
    ],
  });
}

void test('who gives what to whom, what is held until when, and who has more or less afterwards', async (context) => {
  const world = await assetsOnNode(context);
  const { alice, bob } = world.bench;
  const { ledger, client } = await world.reach();
  const summary = await client.summary(ledger.draft({ calls: [paymentAndEscrow(world)] }));
  assert.deepEqual(texts(summary.statements), [
    `${alice.text} gives ${bob.text} 4.00 bank/yuan.`,
    `${alice.text} puts 2.50 bank/yuan into a hold (escrow). Until one of its exits is taken, it counts for ${alice.text}:`,
    `accept: by ${bob.text}, before 2024-10-04 00:00 UTC; then it goes to ${bob.text}`,
    `reject: by ${bob.text}, before 2024-10-04 00:00 UTC; then it goes to ${alice.text}`,
    `withdraw: by ${alice.text}, before 2024-10-04 00:00 UTC; then it goes to ${alice.text}`,
    `lapse: by itself, or by anyone, from 2024-10-04 00:00 UTC; then it goes to ${alice.text}`,
    `${alice.text} keeps 996.00 bank/yuan.`,
  ]);
  const changes = summary.changes.map(({ party, free, held, inWords }) => [
    party,
    free,
    held,
    inWords.en,
  ]);
  assert.deepEqual(changes, [
    [alice.text, -650n, 250n, '-4.00 bank/yuan, of which in holds +2.50 bank/yuan'],
    [bob.text, 400n, 0n, '+4.00 bank/yuan'],
  ]);
  assert.deepEqual([summary.gaps, summary.payer, summary.signers], [[], alice.text, [alice.text]]);
  for (const sentence of sentences(summary.statements)) {
    assert.doesNotMatch(sentence.en + sentence['zh-CN'], /\{|undefined/);
    assert.match(sentence['zh-CN'], /\p{Script=Han}/u);
    assert.doesNotMatch(sentence.en, /\p{Script=Han}/u);
  }
  checkComplete(summary);
});

void test('an output that the transaction makes and spends itself is followed; so are exits', async (context) => {
  const world = await assetsOnNode(context);
  const { alice, bob } = world.bench;
  const { ledger, client } = await world.reach();
  const first = paymentAndEscrow(world);
  const accept = assetCall('transfer', [principalOf(bob)], {
    inputs: [{ output: { made: { call: 0, place: 1 } }, exit: 'accept', preimage: null }],
    outputs: [],
  });
  const back = assetCall('redeem', [principalOf(bob)], {
    inputs: [{ output: { made: { call: 1, place: 0 } }, exit: '', preimage: null }],
    change: [{ like: 0, amount: '50', to: { party: bob.text } }],
  });
  const summary = await client.summary(ledger.draft({ calls: [first, accept, back] }));
  const told = texts(summary.statements).slice(-3);
  assert.deepEqual(told, [
    `The exit accept of 0/1 is taken: 2.50 bank/yuan, held for ${alice.text}, goes to ${bob.text}.`,
    `${bob.text} redeems 2.00 bank/yuan: it ceases to exist.`,
    `${bob.text} keeps 0.50 bank/yuan.`,
  ]);
  const nets = summary.changes.map(({ party, free, held }) => [party, free + held]);
  assert.deepEqual(nets, [
    [alice.text, -650n],
    [bob.text, 450n],
  ]);
  const wrong = assetCall('transfer', [principalOf(bob)], {
    inputs: [
      { output: { made: { call: 0, place: 9 } }, exit: '', preimage: null },
      { output: { made: { call: 0, place: 1 } }, exit: 'seize', preimage: null },
    ],
    outputs: [],
  });
  const { gaps } = await client.summary(ledger.draft({ calls: [first, wrong] }));
  assert.deepEqual(
    gaps.map(({ en }) => en),
    [
      'Call 2 spends an output of call 1 that is not known.',
      'Call 2 takes an exit seize of 0/1, which has none of that name.',
    ],
  );
});

type Lie = (api: LedgerApi, world: AssetsOnNode) => Partial<LedgerApi>;

function rowLie(table: string, change: (value: Uint8Array | undefined) => Uint8Array | null): Lie {
  return (api) => ({
    row: async (query) => {
      const row = await api.row(query);
      if (query.table !== table) return row;
      const value = change(row?.value);
      return value === null ? null : { effect: row?.effect ?? 0, value };
    },
  });
}

/** Neither the row, nor what to make one of. */
const hidden: Lie = (api, world) => ({
  ...rowLie('outputs', () => null)(api, world),
  output: () => Promise.reject(rejection('OUTPUT_ABSENT', 'there is no such output')),
});

/** What a reader is told of the same draft through a lying node. */
async function toldThrough(world: AssetsOnNode, lie: Lie): Promise<Summary> {
  const honest = await world.reach();
  const draft = honest.ledger.draft({ calls: [paymentAndEscrow(world)] });
  const { client } = await world.reach(lie(world.bench.api, world));
  return await client.summary(draft);
}

void test('a lie about an input is a gap, and what has a gap is not signed', async (context) => {
  const world = await assetsOnNode(context);
  const { bench, outputs } = world;
  const [large, small] = outputs as [OutputView, OutputView];
  await bench.define('points');
  const [points] = await bench.issue(bench.alice, [100_000], { of: 'bank~points' });
  assert.ok(points !== undefined);
  const other = await bench.api.row({
    contract: 'assets',
    table: 'outputs',
    key: fromHex(points.id.slice(4)),
  });
  assert.ok(other !== null);
  const differs = [large, small].map(
    ({ id }) =>
      `Call 1 spends ${id}, and what the node shows as its content is not what the transaction names.`,
  );
  const absent = [large, small].map(
    ({ id }) => `Call 1 spends ${id}, and nobody has shown what that is.`,
  );
  const lies: readonly (readonly [Lie, readonly string[]])[] = [
    // Another class, with another scale perhaps: a whole output that there is, under the wrong name.
    [rowLie('outputs', () => other.value), differs],
    [
      rowLie('outputs', (value) => value?.map((byte, i) => (i === 40 ? byte ^ 1 : byte)) ?? null),
      differs,
    ],
    [rowLie('outputs', () => new Uint8Array([1, 2])), differs],
    [hidden, absent],
  ];
  for (const [lie, expected] of lies) {
    const summary = await toldThrough(world, lie);
    const gaps = summary.gaps.map(({ en }) => en);
    assert.deepEqual(gaps.slice(0, 2), expected);
    assert.ok(gaps.slice(2).every((gap) => / makes an output \(\d\) of /.test(gap)));
    assert.throws(
      () => {
        checkComplete(summary);
      },
      (error) => isCoded(error, 'SUMMARY_INCOMPLETE'),
    );
  }
});

void test('who is to have something without an open account is named, also behind an exit', async (context) => {
  const world = await assetsOnNode(context);
  const { alice, bob } = world.bench;
  const [gets, mayTake, payee] = ['1', '2', '3'].map((digit) => `acc_${digit.repeat(32)}`) as [
    string,
    string,
    string,
  ];
  const { ledger, client } = await world.reach();
  const [large] = world.outputs as [OutputView];
  const exit = { from: null, until: null, preimage: null, pays: null, step: '' };
  const exits = [
    { ...exit, name: 'accept', by: mayTake, to: { party: bob.text } },
    { ...exit, name: 'reject', by: bob.text, to: { party: payee } },
  ];
  const hold = { for: alice.text, reason: 'escrow', reference: null, exits };
  const call = assetCall('transfer', [principalOf(alice)], {
    inputs: [inputOf(large)],
    outputs: [
      { like: 0, amount: '1', to: { party: gets } },
      { like: 0, amount: '99999', to: { hold } },
    ],
  });
  const { warnings, gaps } = await client.summary(ledger.draft({ calls: [call] }));
  assert.deepEqual(gaps, []);
  assert.deepEqual(
    warnings.map(({ en }) => /acc_[0-9]+/.exec(en)?.[0]),
    [gets, mayTake, payee],
  );
});

void test('a lie about a class costs its name and its decimal point, and moves neither', async (context) => {
  const world = await assetsOnNode(context);
  const { bench } = world;
  await bench.define('points', { scale: 4 });
  const { items } = await bench.api.events({ limit: 1_000, type: 'stele.assets.classes.put' });
  const points = items.at(-1)?.subject ?? '';
  const lies: readonly Lie[] = [
    // The proof of another class; of nothing; and no proof at all.
    (api) => ({ receipt: () => api.receipt(points) }),
    () => ({ receipt: () => Promise.resolve(new Uint8Array(9)) }),
    rowLie('classes', () => null),
  ];
  for (const lie of lies) {
    const summary = await toldThrough(world, lie);
    const [gives] = texts(summary.statements);
    assert.equal(
      gives,
      `${bench.alice.text} gives ${bench.bob.text} 400 of the smallest units of class ${YUAN}.`,
    );
    assert.deepEqual(summary.gaps, []);
  }
});

void test('attributes are those that hash to the slot, or the slot itself is shown', async (context) => {
  const world = await assetsOnNode(context);
  const { bench } = world;
  const { alice, bob } = bench;
  await bench.define('bill', {
    attributes: [
      { name: 'due', type: 'time' },
      { name: 'no', type: 'uint' },
    ],
  });
  const options = { of: 'bank~bill', attributes: [20_000 * DAY_MS, 7] };
  const [bill] = await bench.issue(alice, [100], options);
  assert.ok(bill !== undefined);
  const call = assetCall('transfer', [principalOf(alice)], {
    inputs: [inputOf(bill)],
    outputs: [{ like: 0, amount: '100', to: { party: bob.text } }],
  });
  const told = async ({ ledger, client }: Reached): Promise<string | undefined> =>
    texts((await client.summary(ledger.draft({ calls: [call] }))).statements)[0];
  assert.equal(
    await told(await world.reach()),
    `${alice.text} gives ${bob.text} 1.00 bank/bill (due 2024-10-04 00:00 UTC, no 7).`,
  );
  const lie = rowLie(
    'slots',
    (value) => value?.map((byte, i, all) => (i === all.length - 1 ? 8 : byte)) ?? null,
  );
  assert.equal(
    await told(await world.reach(lie(bench.api, world))),
    `${alice.text} gives ${bob.text} 1.00 bank/bill (slot ${bill.slot}).`,
  );
});

void test('outputs are chosen of one slot, the fewest that reach; none that is held or marked', async (context) => {
  const { outputs } = await assetsOnNode(context);
  const [large, small] = outputs as [OutputView, OutputView];
  const elsewhere = { ...large, id: 'out_elsewhere', slot: 'ff'.repeat(16) };
  assert.deepEqual(selectOutputs([small, large], 1n), [large]);
  assert.deepEqual(selectOutputs([small, large], 100_250n), [large, small]);
  assert.equal(selectOutputs([small, large], 100_251n), undefined);
  assert.equal(selectOutputs([elsewhere, small], 100_250n), undefined, 'never across slots');
  assert.deepEqual(selectOutputs([elsewhere, small], 5n, small.slot), [small]);
  const mark = { on: 'output', level: 'platform', reference: '' } as const;
  assert.equal(selectOutputs([{ ...small, marks: [mark] }], 1n), undefined);
  assert.equal(selectOutputs([{ ...small, owner: { hold: {} } }], 1n), undefined);
});

import assert from 'node:assert/strict';
import { concat, toHex } from '@stele/base';
import { StateReader } from '@stele/kernel';
import { decodeRow, type Table } from '@stele/kernel/contract';
import {
  type Draft,
  numbered,
  outcomesOf,
  type Person,
  person,
  type TestChain,
} from '@stele/kernel/test';
import {
  type CborValue,
  decodeEffect,
  type DigestAlgorithm,
  digestTerm,
  encode,
  encodeItem,
  type EvidenceItem,
  itemToCbor,
  type Payload,
} from '@stele/protocol';
import { testBoth } from '../../test/runtimes.ts';
import { batchesTable, recordsTable, supersededTable } from './evidence.ts';

const [alice, bob] = [person(1), person(2)];

function item(id: number, change: Partial<EvidenceItem> = {}): EvidenceItem {
  return {
    id: numbered(16, id),
    digests: new Map([[1, numbered(32, id)]]),
    salted: false,
    kind: '',
    supersedes: null,
    noteHash: null,
    ...change,
  };
}

function record(value: CborValue | EvidenceItem, owner: Person = alice): Draft['calls'][0] {
  const arg =
    typeof value === 'object' && value !== null && 'id' in value ? itemToCbor(value) : value;
  return { contract: 'evidence', method: 'record', args: [arg], actors: [owner.principal] };
}

function batch(id: number, payload: CborValue = 0, owner: Person = alice): Draft['calls'][0] {
  return {
    contract: 'evidence',
    method: 'batch',
    args: [numbered(16, id), payload],
    actors: [owner.principal],
  };
}

function itemsOf(...items: readonly (EvidenceItem | Uint8Array)[]): Payload {
  return {
    kind: 'items',
    items: items.map((one) => (one instanceof Uint8Array ? one : encodeItem(one))),
  };
}

async function run(
  chain: TestChain,
  calls: Draft['calls'],
  payloads: readonly Payload[] = [],
): Promise<string> {
  const [code] = await chain.run({ calls, payloads, signers: [alice, bob] });
  return code ?? '';
}

function row<Row>(chain: TestChain, table: Table<Row>, owner: Person, id: number): Row | undefined {
  const found = chain.kernel.row('evidence', table.name, concat(owner.account, numbered(16, id)));
  return found === undefined ? undefined : decodeRow(table, found.value);
}

function effectsOf(chain: TestChain): string[] {
  return (chain.blocks.at(-1)?.effects ?? []).map((bytes) => {
    const { kind, table, key } = decodeEffect(bytes);
    return `${kind} ${table} ${toHex(key.subarray(28))}`;
  });
}

testBoth('a record says where it stands', async (newChain) => {
  const chain = await newChain({ person: alice }, { person: bob });
  assert.equal(await run(chain, [record(item(1)), record(item(2), bob)]), '');
  const index = outcomesOf(chain.blocks.at(-1) ?? assert.fail())[0]?.index;
  assert.deepEqual(row(chain, recordsTable, alice, 1), { index, call: 0, item: 0 });
  assert.deepEqual(row(chain, recordsTable, bob, 2), { index, call: 1, item: 0 });
  assert.equal(row(chain, recordsTable, bob, 1), undefined);
});

testBoth('rows are the bytes the specification says', async (newChain) => {
  const chain = await newChain({ person: alice });
  const calls = [record(item(1)), batch(7)];
  assert.equal(
    await run(chain, calls, [itemsOf(item(2), item(3, { supersedes: numbered(16, 1) }))]),
    '',
  );
  const index = outcomesOf(chain.blocks.at(-1) ?? assert.fail())[0]?.index ?? -1;
  const stored = (table: string, id: number): unknown =>
    chain.kernel.row('evidence', table, concat(alice.account, numbered(16, id)))?.value;
  assert.deepEqual(stored('records', 1), encode([index, 0, 0]));
  assert.deepEqual(stored('records', 3), encode([index, 1, 1]));
  assert.deepEqual(stored('superseded', 1), encode(numbered(16, 3)));
  assert.deepEqual(stored('batches', 7), encode([index, 1, 2]));
});

testBoth('an id is used once by an owner, and by any number of owners', async (newChain) => {
  const chain = await newChain({ person: alice }, { person: bob });
  assert.equal(await run(chain, [record(item(1))]), '');
  assert.equal(await run(chain, [record(item(1))]), 'RECORD_EXISTS');
  assert.equal(
    await run(chain, [record(item(2)), record(item(2))]),
    'RECORD_EXISTS',
    'within a transaction too',
  );
  assert.equal(row(chain, recordsTable, alice, 2), undefined);
  assert.equal(await run(chain, [record(item(1), bob)]), '');
});

testBoth('a record is superseded once, by its owner', async (newChain) => {
  const chain = await newChain({ person: alice }, { person: bob });
  const after = (id: number, old: number): EvidenceItem =>
    item(id, { supersedes: numbered(16, old) });
  assert.equal(await run(chain, [record(item(1))]), '');
  assert.equal(await run(chain, [record(after(2, 9))]), 'RECORD_UNKNOWN');
  assert.equal(await run(chain, [record(after(2, 2))]), 'RECORD_UNKNOWN', 'not itself');
  assert.equal(
    await run(chain, [record(after(2, 1), bob)]),
    'RECORD_UNKNOWN',
    'not somebody else’s',
  );
  assert.equal(await run(chain, [record(after(2, 1))]), '');
  assert.deepEqual(effectsOf(chain), ['put records 00000002', 'put superseded 00000001']);
  assert.deepEqual(row(chain, supersededTable, alice, 1), numbered(16, 2));
  assert.equal(await run(chain, [record(after(3, 1))]), 'RECORD_SUPERSEDED');
  assert.equal(
    await run(chain, [record(after(1, 2))]),
    'RECORD_EXISTS',
    'a new id is asked for first',
  );
  assert.equal(await run(chain, [record(after(3, 2)), record(after(4, 3))]), '');
});

testBoth('what is no item is refused', async (newChain) => {
  const chain = await newChain({ person: alice });
  const digest = new Map([[1, numbered(32, 1)]]);
  const id = numbered(16, 1);
  const malformed: CborValue[] = [
    null,
    'prose',
    [],
    [1],
    [1, id, digest, false, '', null],
    [1, id, digest, false, '', null, null, null],
    [1, numbered(15, 1), digest, false, '', null, null],
    [1, id, new Map(), false, '', null, null],
    [1, id, new Map([[4, numbered(32, 1)]]), false, '', null, null],
    [1, id, new Map([[3, numbered(32, 1)]]), false, '', null, null],
    [1, id, new Map([['sha-256', numbered(32, 1)]]), false, '', null, null],
    [1, id, digest, 0, '', null, null],
    [1, id, digest, null, '', null, null],
    [1, id, digest, false, 'Free text', null, null],
    [1, id, digest, false, null, null, null],
    [1, id, digest, false, '', numbered(17, 1), null],
    [1, id, digest, false, '', null, numbered(31, 1)],
  ];
  for (const value of malformed) assert.equal(await run(chain, [record(value)]), 'ITEM_MALFORMED');
  assert.equal(
    await run(chain, [record([2, id, digest, false, '', null, null])]),
    'VERSION_UNKNOWN',
  );
  assert.equal(await run(chain, [{ ...record(item(1)), args: [] }]), 'ARGS_MALFORMED');
  assert.equal(await run(chain, [{ ...record(item(1)), args: [1, 2] }]), 'ARGS_MALFORMED');
  const full = item(1, {
    digests: new Map([
      [1, numbered(32, 1)],
      [2, numbered(32, 1)],
      [3, numbered(64, 1)],
    ]),
    kind: 'a'.repeat(32),
    noteHash: numbered(32, 1),
  });
  assert.equal(await run(chain, [record(full)]), '');
});

testBoth('records are owned by accounts, which comes before everything else', async (newChain) => {
  const chain = await newChain({ person: alice });
  const payer = { payer: alice.principal };
  for (const call of [record('prose'), batch(1, 9)]) {
    const calls = [{ ...call, actors: [alice.key, alice.principal] }];
    assert.deepEqual(await chain.run({ calls, signers: [alice], content: payer }), [
      'ACTOR_NOT_ACCOUNT',
    ]);
  }
});

testBoth('a batch records every item of its payload', async (newChain) => {
  const chain = await newChain({ person: alice });
  const payloads = [itemsOf(item(1)), itemsOf(item(5), item(6, { supersedes: numbered(16, 5) }))];
  assert.equal(await run(chain, [record(item(9)), batch(7, 1)], payloads), '');
  assert.deepEqual(effectsOf(chain), [
    'put records 00000009',
    'put batches 00000007',
    'put records 00000005',
    'put records 00000006',
    'put superseded 00000005',
  ]);
  const index = outcomesOf(chain.blocks.at(-1) ?? assert.fail())[0]?.index;
  assert.deepEqual(row(chain, batchesTable, alice, 7), {
    index,
    call: 1,
    count: 2,
  });
  assert.deepEqual(row(chain, recordsTable, alice, 6), { index, call: 1, item: 1 });
  assert.equal(
    row(chain, recordsTable, alice, 1),
    undefined,
    'a payload that no call names records nothing',
  );
  assert.equal(await run(chain, [record(item(6))]), 'RECORD_EXISTS');
});

testBoth('a batch is all or nothing, and recorded once', async (newChain) => {
  const chain = await newChain({ person: alice }, { person: bob });
  const payloads = [itemsOf(item(1), item(2))];
  const cases: [Payload, string][] = [
    [itemsOf(item(1), item(1)), 'RECORD_EXISTS'],
    [itemsOf(item(1), Uint8Array.of(1, 2, 3)), 'ITEM_MALFORMED'],
    [itemsOf(item(1), Uint8Array.of(0x81, 2)), 'VERSION_UNKNOWN'],
    [itemsOf(item(1), item(2, { supersedes: numbered(16, 3) }), item(3)), 'RECORD_UNKNOWN'],
    [{ kind: 'blob', bytes: encodeItem(item(1)) }, 'PAYLOAD_UNKNOWN'],
  ];
  for (const [payload, code] of cases) {
    assert.equal(await run(chain, [batch(7)], [payload]), code);
    assert.deepEqual(effectsOf(chain), []);
  }
  assert.equal(await run(chain, [batch(7, 1)], payloads), 'PAYLOAD_UNKNOWN');
  assert.equal(await run(chain, [batch(7)]), 'PAYLOAD_UNKNOWN');
  assert.equal(await run(chain, [batch(7, 'prose')], payloads), 'ARGS_MALFORMED');
  assert.equal(await run(chain, [batch(7)], payloads), '');
  assert.equal(await run(chain, [batch(7)], [itemsOf(item(50))]), 'BATCH_EXISTS');
  assert.equal(
    await run(chain, [batch(7, 5)], payloads),
    'BATCH_EXISTS',
    'asked before the payload is looked at',
  );
  assert.equal(
    await run(chain, [batch(7, 0, bob)], payloads),
    '',
    'of another owner it is another one',
  );
});

testBoth('a batch counts its items as units', async (newChain) => {
  const chain = await newChain({ person: alice, quota: 6 });
  const payloads = [itemsOf(item(1), item(2), item(3))];
  const quota = (): unknown => chain.kernel.row('accounts', 'quotas', alice.account)?.value[0];
  assert.equal(await run(chain, [batch(1), batch(2), record(item(9))], payloads), 'QUOTA_EXCEEDED');
  assert.equal(quota(), 5);
  assert.equal(await run(chain, [batch(1), record(item(9))], payloads), '');
  assert.equal(quota(), 1);
  assert.equal(
    await run(chain, [batch(2, 8)], payloads),
    'PAYLOAD_UNKNOWN',
    'a payload that is not there counts one',
  );
  assert.equal(quota(), 0);
});

testBoth('ten thousand items are one transaction', async (newChain, t) => {
  const count = 10_000;
  const chain = await newChain({ person: alice, quota: 20_000 });
  const full = (id: number): EvidenceItem =>
    item(id, {
      digests: new Map([
        [1, numbered(32, id)],
        [2, numbered(32, id)],
      ]),
      noteHash: numbered(32, id),
    });
  const items = Array.from({ length: count }, (_, id) => full(id));
  assert.equal(await run(chain, [batch(1)], [itemsOf(...items)]), '');
  const block = chain.blocks.at(-1) ?? assert.fail();
  assert.equal(block.effects.length, count + 2);
  assert.deepEqual(row(chain, recordsTable, alice, count - 1), {
    index: block.header.firstIndex,
    call: 0,
    item: count - 1,
  });
  assert.ok((block.entries[0]?.length ?? Infinity) < 500, 'the entry stays small');
  t.diagnostic(`cases: items of one batch ${String(count)}`);
});

/** Ids of the records filed under a digest, in order. */
async function filedUnder(
  { store }: TestChain,
  algorithm: DigestAlgorithm,
  digest: Uint8Array,
): Promise<string[]> {
  const term = digestTerm(algorithm, digest);
  const range = { contract: 'evidence', table: 'records', term, from: 0, end: 10_000 };
  const ids: string[] = [];
  for await (const { key } of new StateReader(store).filed(range)) {
    ids.push(toHex(key.subarray(28)));
  }
  return ids;
}

testBoth('a record is filed under each of its digests, inline and in a batch', async (newChain) => {
  const chain = await newChain({ person: alice }, { person: bob });
  const [one, two] = [new Uint8Array(32).fill(101), new Uint8Array(32).fill(102)];
  const wide = new Uint8Array(64).fill(103);
  const both = new Map<DigestAlgorithm, Uint8Array>([
    [1, one],
    [3, wide],
  ]);
  assert.equal(await run(chain, [record(item(1, { digests: both }))]), '');
  const items = itemsOf(
    item(2, { digests: new Map([[1, two]]) }),
    item(3, { digests: new Map([[2, one]]) }),
    item(4, { digests: new Map([[1, one]]), supersedes: numbered(16, 1) }),
  );
  assert.equal(await run(chain, [batch(1)], [items]), '');
  assert.deepEqual(
    await filedUnder(chain, 1, one),
    ['00000001', '00000004'],
    'superseded ones stay',
  );
  assert.deepEqual(
    await filedUnder(chain, 2, one),
    ['00000003'],
    'another algorithm, another term',
  );
  assert.deepEqual(await filedUnder(chain, 3, wide), ['00000001']);
  assert.deepEqual(await filedUnder(chain, 1, two), ['00000002']);
  assert.deepEqual(await filedUnder(chain, 1, new Uint8Array(32)), []);
  const other = [batch(2), record(item(2))];
  const more = itemsOf(item(9, { digests: new Map([[1, two]]) }));
  assert.equal(await run(chain, other, [more]), 'RECORD_EXISTS');
  assert.deepEqual(await filedUnder(chain, 1, two), ['00000002'], 'what is refused is not filed');
});

/** The part of the suite that reads what lies in the ledger: entries, items of payloads, rows by key and by term. */

import assert from 'node:assert/strict';
import { concat, utf8 } from '@stele/base';
import {
  checkpointText,
  decode,
  decodeEntry,
  digestTerm,
  encodeItem,
  type FindQuery,
  fingerprintOf,
  type FoundRow,
  parseCheckpoint,
  parseProof,
  parseReceipt,
  verifyReceipt,
} from '@stele/protocol';
import { buildItem, recordBatch } from '../index.ts';
import { PROVEN, digestsOf, recording, rejectsWith, signed } from './transport-bench.ts';
import type { Bench } from './transport-bench.ts';

const BATCH = new Uint8Array(16).fill(7);

interface RecordedBatch {
  readonly index: number;
  /** Encoded. */
  readonly items: readonly Uint8Array[];
}

/** Records a batch with one item for each text. */
async function recordTexts(bench: Bench, texts: readonly string[]): Promise<RecordedBatch> {
  const { chain, ledger, operator } = bench;
  const items = texts.map((text) => {
    const { item } = buildItem(
      chain.suite,
      { digests: digestsOf(chain, text) },
      ledger.world.random,
    );
    return encodeItem(item);
  });
  const calls = [recordBatch(operator.account, BATCH, 0)];
  const payloads = [
    { kind: 'items', items },
    { kind: 'blob', bytes: utf8('blob') },
  ] as const;
  const { index } = await ledger.submit(signed(bench, { calls, payloads }), { wait: 'proven' });
  assert.ok(index !== undefined);
  return { index, items };
}

export async function entries(bench: Bench): Promise<void> {
  const { transport, chain } = bench;
  const { submission } = recording(bench, { digests: digestsOf(chain, 'entry') });
  const { index } = await transport.submit(submission, PROVEN);
  const { logSize } = await transport.chain();
  for (let i = 0; i < logSize; i++) {
    const entry = decodeEntry(await transport.entry(i));
    if (i === index) assert.deepEqual(entry.content, submission.tx);
  }
  for (const unknown of [logSize, -1, 0.5, Number.NaN, 2 ** 53]) {
    await rejectsWith('ENTRY_UNKNOWN', () => transport.entry(unknown));
    await rejectsWith('ENTRY_UNKNOWN', () =>
      transport.payloadItems({ index: unknown, payload: 0 }),
    );
  }
}

export async function payloads(bench: Bench): Promise<void> {
  const { transport } = bench;
  const { index, items } = await recordTexts(bench, ['a', 'b', 'c', 'd', 'e']);
  const read = (range: { readonly first?: number; readonly count?: number }) =>
    transport.payloadItems({ index, payload: 0, ...range });
  assert.deepEqual(await read({}), items);
  assert.deepEqual(await read({ first: 2 }), items.slice(2));
  assert.deepEqual(await read({ count: 2 }), items.slice(0, 2));
  assert.deepEqual(await read({ first: 3, count: 1 }), items.slice(3, 4));
  assert.deepEqual(await read({ first: 4, count: 10_000 }), items.slice(4));
  assert.deepEqual(await read({ first: 5 }), []);
  assert.deepEqual(await read({ count: 0 }), []);
  assert.deepEqual(await transport.payloadItems({ index, payload: 1 }), [], 'a blob has none');
  for (const payload of [2, -1, 0.5]) {
    await rejectsWith('PAYLOAD_ABSENT', () => transport.payloadItems({ index, payload }));
  }
  await rejectsWith('PAYLOAD_ABSENT', () => transport.payloadItems({ index: 0, payload: 0 }));
}

export async function rows(bench: Bench): Promise<void> {
  const { transport, chain, operator } = bench;
  const { index } = await recordTexts(bench, ['one']);
  const batches = { contract: 'evidence', table: 'batches' };
  const row = await transport.row({ ...batches, key: concat(operator.account, BATCH) });
  assert.ok(row !== null);
  assert.deepEqual(decode(row.value), [index, 0, 1]);
  const { items } = await transport.events({ limit: 1, after: row.effect - 1 });
  assert.equal(items[0]?.type, 'stele.evidence.batches.put');
  const charter = { contract: 'chain', table: 'charter', key: new Uint8Array(0) };
  const genesis = await transport.row(charter);
  assert.deepEqual(fingerprintOf(genesis?.value ?? assert.fail(), bench.crypto), chain.fingerprint);
  for (const key of [new Uint8Array(0), new Uint8Array(32), new Uint8Array(300)]) {
    assert.equal(await transport.row({ ...batches, key }), null);
  }
  for (const [contract, table] of UNKNOWN_TABLES) {
    const key = new Uint8Array(32);
    await rejectsWith('TABLE_UNKNOWN', () => transport.row({ contract, table, key }));
    const find = { contract, table, term: key, limit: 1 };
    await rejectsWith('TABLE_UNKNOWN', () => transport.find(find));
  }
}

const UNKNOWN_TABLES = [
  ['evidence', 'nothing'],
  ['nothing', 'records'],
  ['chain', 'records'],
  ['evidence', '..'],
  ['..', '..'],
  ['', ''],
  ['evidence/records', 'x'],
  ['Evidence', 'records'],
] as const;

export async function terms(bench: Bench): Promise<void> {
  const { transport, chain } = bench;
  const { submission } = recording(bench, { digests: digestsOf(chain, 'same') });
  await transport.submit(submission, PROVEN);
  await recordTexts(bench, ['other', 'same', 'another', 'same']);
  const found = (text: string, order: Partial<FindQuery> = {}): Promise<readonly FoundRow[]> => {
    const term = digestTerm(1, digestsOf(chain, text).get(1) ?? assert.fail());
    return transport.find({ contract: 'evidence', table: 'records', term, limit: 10, ...order });
  };
  const all = await found('same');
  assert.equal(all.length, 3);
  assert.deepEqual(
    all.map(({ effect }) => effect),
    all.map(({ effect }) => effect).toSorted((a, b) => a - b),
  );
  for (const { key, effect, value } of all) {
    const row = await transport.row({ contract: 'evidence', table: 'records', key });
    assert.deepEqual(row, { effect, value });
  }
  assert.deepEqual(await found('same', { reverse: true }), all.toReversed());
  assert.deepEqual(await found('same', { limit: 2 }), all.slice(0, 2));
  const [first, second, third] = all.map(({ effect }) => effect);
  assert.ok(first !== undefined && second !== undefined && third !== undefined);
  assert.deepEqual(await found('same', { after: first }), all.slice(1));
  assert.deepEqual(await found('same', { after: third }), []);
  assert.deepEqual(await found('same', { after: -1 }), all);
  assert.deepEqual(await found('same', { after: third, reverse: true, limit: 1 }), all.slice(1, 2));
  assert.deepEqual(await found('same', { after: first, reverse: true }), []);
  assert.deepEqual(await found('same', { limit: 5_000 }), all);
  assert.deepEqual(await found('same', { limit: 0 }), []);
  assert.equal((await found('another')).length, 1);
  assert.deepEqual(await found('never recorded'), []);
  for (const bytes of [0, 16, 18, 80, 81, 300]) {
    assert.deepEqual(await found('same', { term: new Uint8Array(bytes) }), []);
  }
}

export async function earlierCheckpoints(bench: Bench): Promise<void> {
  const { transport, chain, crypto } = bench;
  const record = (text: string) =>
    transport.submit(recording(bench, { digests: digestsOf(chain, text) }).submission, PROVEN);
  const { id } = await record('early');
  const checkpoint = new TextDecoder().decode(await transport.log('checkpoint'));
  const late = await record('late');
  const receipt = await transport.receipt(id, { call: 0, item: 0 }, { checkpoint });
  const { proof } = parseReceipt(receipt);
  assert.ok(proof.endsWith(checkpoint), 'verbatim');
  assert.deepEqual(parseProof(proof).signed, parseCheckpoint(checkpoint));
  const trusted = [chain.fingerprint];
  assert.equal(verifyReceipt(receipt, { crypto, trusted }).verdict, 'valid');
  assert.notDeepEqual(
    await transport.receipt(id),
    await transport.receipt(id, undefined, { checkpoint }),
  );
  await rejectsWith('NOT_PROVEN', () => transport.receipt(late.id, undefined, { checkpoint }));
  for (const wrong of foreignCheckpoints(checkpoint)) {
    const asked = { checkpoint: wrong };
    await rejectsWith('CHECKPOINT_UNKNOWN', () => transport.receipt(id, undefined, asked));
  }
}

/** What is no checkpoint, or one of a log that never was. */
function foreignCheckpoints(text: string): readonly string[] {
  const { checkpoint } = parseCheckpoint(text);
  const signatures = text.slice(checkpointText(checkpoint).length);
  const changed = (change: Partial<typeof checkpoint>): string =>
    checkpointText({ ...checkpoint, ...change }) + signatures;
  return [
    'nonsense',
    `${text} `,
    checkpointText(checkpoint),
    changed({ origin: 'stele/another' }),
    changed({ size: checkpoint.size - 1 }),
    changed({ size: checkpoint.size + 1_000 }),
    changed({ root: new Uint8Array(32) }),
  ];
}

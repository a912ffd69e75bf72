import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { isCoded, toHex, utf8 } from '@stele/base';
import {
  parseReceipt,
  payloadPath,
  receiptToCbor,
  receiptToJson,
  verifyReceipt,
} from '@stele/protocol';
import type { LedgerApi, Receipt } from '@stele/protocol';
import { nodeCrypto } from '@stele/protocol/node';
import { connect, httpTransport, record, recordMany } from '../index.ts';
import type { Ledger, Owner, RecordInput } from '../index.ts';
import { realNode, served } from '../test/real-node.ts';

const digestsOf = (text: string): RecordInput['digests'] =>
  new Map([
    [1, nodeCrypto.hash(1, utf8(text))],
    [3, nodeCrypto.hash(3, utf8(text))],
  ]);

interface Client {
  readonly ledger: Ledger;
  readonly owner: Owner;
  readonly api: LedgerApi;
}

async function client(context: TestContext, lie?: (api: LedgerApi) => LedgerApi): Promise<Client> {
  const { api, operator } = await realNode(context);
  const told = lie === undefined ? api : lie(api);
  return { ledger: await connect({ api: told, crypto: nodeCrypto }), owner: operator, api };
}

void test('a file on record: the receipt has note and salts, and proves it to anybody', async (context) => {
  const { api, operator } = await realNode(context);
  const transport = httpTransport(await served(context, api));
  const { id: fingerprint } = await api.chain();
  const ledger = await connect({ api: transport, fingerprint });
  const input: RecordInput = {
    digests: digestsOf('contract.pdf'),
    kind: 'contract',
    note: { name: '合同.pdf', sizeBytes: 12, reference: 'A-7', metadata: ['x', 1] },
    salted: true,
  };
  const recorded = await record(ledger, operator, input);
  for (const bytes of [utf8(receiptToJson(recorded.receipt)), receiptToCbor(recorded.receipt)]) {
    const trusted = [ledger.chain.fingerprint];
    const verdict = verifyReceipt(bytes, { crypto: nodeCrypto, digests: input.digests, trusted });
    assert.equal(verdict.verdict, 'valid');
    assert.equal(verdict.record?.id, recorded.id);
    assert.equal(verdict.record.note?.name, '合同.pdf');
    assert.notEqual(
      verdict.record.digests?.['sha-256'],
      toHex(input.digests.get(1) ?? new Uint8Array()),
    );
  }
  const view = await transport.transaction(recorded.transaction);
  assert.deepEqual(
    [view.height, view.index, view.committedAt],
    [recorded.height, recorded.index, recorded.committedAt],
  );
  const entry = await api.log(`tile/entries/000.p/${String(recorded.index + 1)}`);
  assert.ok(!Buffer.from(entry).includes('合同'), 'the note is not in the log');
});

void test('a record that supersedes another; one that is there already', async (context) => {
  const { ledger, owner } = await client(context);
  const id = new Uint8Array(16).fill(1);
  await record(ledger, owner, { digests: digestsOf('v1'), id });
  const next = await record(ledger, owner, { digests: digestsOf('v2'), supersedes: id });
  assert.equal(next.verdict.record?.supersedes, toHex(id));
  const again = record(ledger, owner, { digests: digestsOf('v1'), id });
  await assert.rejects(again, (error) => isCoded(error, 'RECORD_EXISTS'));
  const late = record(ledger, owner, { digests: digestsOf('v3'), supersedes: id });
  await assert.rejects(late, (error) => isCoded(error, 'RECORD_SUPERSEDED'));
});

void test('many files in as few transactions as they fit in, each with its own receipt', async (context) => {
  const { ledger, owner, api } = await client(context);
  const count = 10_002;
  const inputs = Array.from({ length: count }, (_, i): RecordInput => ({
    digests: new Map([[1, nodeCrypto.hash(1, utf8(`file ${String(i)}`))]]),
    ...(i % 1_000 === 0 ? { note: { name: `file ${String(i)}` } } : {}),
  }));
  const recorded = await recordMany(ledger, owner, inputs);
  assert.equal(recorded.length, count);
  assert.equal(new Set(recorded.map(({ transaction }) => transaction)).size, 2);
  assert.equal(new Set(recorded.map(({ id }) => id)).size, count);
  for (const i of [0, 1, 5_000, 9_999, 10_000, 10_001]) {
    const { receipt, verdict } = recorded[i] ?? assert.fail();
    const trusted = [ledger.chain.fingerprint];
    const digests = inputs[i]?.digests ?? new Map<1, Uint8Array>();
    const alone = verifyReceipt(receiptToCbor(receipt), { crypto: nodeCrypto, digests, trusted });
    assert.deepEqual(alone, verdict);
  }
  assert.equal((await api.chain()).height, 2);
  assert.deepEqual(await recordMany(ledger, owner, []), []);
  const [only] = await recordMany(ledger, owner, inputs.slice(0, 1));
  assert.equal(only?.receipt.item?.path.length, 0, 'one file needs no batch');
  context.diagnostic(`cases: receipts ${String(count)}`);
});

/** A node that answers with a changed receipt. */
function alteringReceipts(change: (receipt: Receipt) => Receipt): (api: LedgerApi) => LedgerApi {
  return (api) => ({
    ...api,
    receipt: async (id, selection) =>
      receiptToCbor(change(parseReceipt(await api.receipt(id, selection)))),
  });
}

void test('a node cannot pass off a receipt that does not prove the record', async (context) => {
  const flip = (bytes: Uint8Array): Uint8Array =>
    bytes.map((byte, i) => (i === bytes.length - 1 ? byte ^ 1 : byte));
  const lies: readonly ((receipt: Receipt) => Receipt)[] = [
    (receipt) => ({ ...receipt, entry: flip(receipt.entry) }),
    (receipt) => ({ ...receipt, genesis: flip(receipt.genesis) }),
    (receipt) => ({ ...receipt, proof: receipt.proof.replace('index ', 'index 1') }),
    (receipt) => ({ ...receipt, proof: receipt.proof.replace(/\n— .+\n$/, '\n') }),
    (receipt) => ({
      ...receipt,
      statements: receipt.statements.map((one) => ({ ...one, signature: flip(one.signature) })),
    }),
  ];
  for (const lie of lies) {
    const { ledger, owner } = await client(context, alteringReceipts(lie));
    const attempt = record(ledger, owner, { digests: digestsOf('x') });
    await assert.rejects(attempt, (error) => {
      assert.ok(isCoded(error, 'RECEIPT_INVALID'), String(error));
      assert.ok(Array.isArray(error.data?.['steps']));
      return true;
    });
  }
});

void test('nor one of an older record with the same digests', async (context) => {
  const shown = new Map<'older', string>();
  const { ledger, owner, api } = await client(context, (honest) => ({
    ...honest,
    receipt: (id, selection) => honest.receipt(shown.get('older') ?? id, selection),
  }));
  const first = await record(ledger, owner, { digests: digestsOf('same') });
  shown.set('older', first.transaction);
  const attempt = record(ledger, owner, { digests: digestsOf('same') });
  await assert.rejects(attempt, (error) => isCoded(error, 'RECEIPT_INVALID'));
  assert.equal((await api.chain()).height, 2, 'both are recorded all the same');
});

void test('paths are computed here, so it does not matter which item a node shows', async (context) => {
  const { ledger, owner } = await client(context, (honest) => ({
    ...honest,
    receipt: (id) => honest.receipt(id, { call: 0, item: 1 }),
  }));
  const inputs = ['a', 'b', 'c'].map((text) => ({ digests: digestsOf(text) }));
  const recorded = await recordMany(ledger, owner, inputs);
  const items = recorded.map(({ receipt }) => receipt.item?.bytes ?? new Uint8Array());
  recorded.forEach(({ receipt }, i) => {
    const payload = { kind: 'items', items } as const;
    const path = payloadPath(ledger.chain.suite, payload, i);
    assert.deepEqual(receipt.item?.path, path);
  });
});

/**
 * What a desk has after some weeks of work: records of two languages, replaced and erased ones, a batch, a customer with keys and usage,
 * assets.
 */

import assert from 'node:assert/strict';
import { type Client, eventually, sha256 } from '../product/evidence-client.ts';
import { type AssetsArchive, fillAssets } from './assets-archive.ts';
import type { Desk } from './desk.ts';

export interface Archive {
  readonly record: string;
  readonly superseded: string;
  readonly erased: string;
  readonly batch: string;
  readonly customer: string;
  readonly transaction: string;
  readonly height: number;
  /** Of the operator, on the ledger. */
  readonly account: string;
  readonly records: number;
  readonly assets: AssetsArchive;
}

interface Recorded {
  readonly id: string;
  readonly transaction: string;
  readonly height: number;
}

/** Names as people here give them. */
export const NAMES_OF_BOTH_LANGUAGES = [
  '房屋租赁合同-2026-0117.pdf',
  'Loan agreement 2026-0117 (signed).pdf',
  '馆藏编号 A-2231 青花瓷瓶 高清扫描.tiff',
  'Hearing 12 March, room 4, recording.mp4',
  '司法鉴定意见书（2026）京鉴字第 88 号.docx',
  'Minutes of the board, third quarter.docx',
  '版权登记申请材料.zip',
  'supplier-invoices-2026-Q1-final-version-with-annexes-and-a-very-long-name-that-does-not-end.xlsx',
  '证据目录.csv',
  'Delivery note 00231.jpg',
];

/** For a look at which language a page itself speaks. */
export const NAMES_OF_DIGITS = ['2026-0001.pdf', '2026-0002.zip', '2026-0003.csv'];

export interface Contents {
  readonly count: number;
  readonly names: readonly string[];
  readonly customer: string;
}

const DEFAULTS: Contents = {
  count: 30,
  names: NAMES_OF_BOTH_LANGUAGES,
  customer: '示例银行 Bank of Examples',
};

/** Fills a desk; search has seen all of it at the end. */
export async function fillArchive(desk: Desk, contents = DEFAULTS): Promise<Archive> {
  const { admin } = desk;
  const { count, names } = contents;
  const item = (seed: string, i: number): Item => itemOf(names, seed, i);
  const record = (i: number, more: Item = {}): Promise<Recorded> =>
    admin.json<Recorded>(201, 'POST', '/v1/evidence', {
      body: { ...item(`record ${String(i)}`, i), ...more },
    });
  const made: Recorded[] = [];
  for (let i = 0; i < count; i++) made.push(await record(i));
  const [first, second] = made;
  assert.ok(first !== undefined && second !== undefined, 'an archive has two records at least');
  const replacing = await record(count, { supersedes: first.id });
  await admin.ask('DELETE', `/v1/evidence/${second.id}/note`);
  const batch = await admin.json<Recorded>(201, 'POST', '/v1/evidence/batches', {
    body: { items: Array.from({ length: 12 }, (_, i) => item(`batch ${String(i)}`, i)) },
  });
  const customer = await fillCustomer(admin, contents);
  await eventually('search has followed', () => found(admin), {
    holds: (seen) => seen >= count,
  });
  const { id: recordId, transaction, height } = replacing;
  return {
    record: recordId,
    superseded: first.id,
    erased: second.id,
    batch: batch.id,
    customer,
    transaction,
    height,
    account: await accountOf(admin),
    records: count + 13,
    assets: await fillAssets(desk),
  };
}

async function accountOf(admin: Client): Promise<string> {
  const path = '/v1/chains/main/events?type=stele.accounts.accounts.put';
  const { items } = await admin.json<{ items: readonly { data: { key: string } }[] }>(
    200,
    'GET',
    path,
  );
  const [first] = items;
  assert.ok(first !== undefined, 'the chain has an account');
  return `acc_${first.data.key}`;
}

async function found(admin: Client): Promise<number> {
  const { status, bytes } = await admin.ask('GET', '/v1/evidence?limit=1000&q=2026-');
  if (status !== 200) return 0;
  return (JSON.parse(bytes.toString()) as { items: unknown[] }).items.length;
}

type Item = Readonly<Record<string, unknown>>;

function itemOf(names: readonly string[], seed: string, i: number): Item {
  return {
    digests: { 'sha-256': sha256(seed) },
    name: names[i % names.length],
    size: 1_000 + 37_511 * i,
    reference: `2026-${String(i).padStart(4, '0')}`,
  };
}

async function fillCustomer(admin: Client, { customer, names }: Contents): Promise<string> {
  const { id } = await admin.json<{ id: string }>(201, 'POST', '/v1/customers', {
    body: { name: customer, quota: 10_000 },
  });
  const scopes = ['evidence:write', 'evidence:read'];
  let secret = '';
  for (const name of ['1', names[0]]) {
    const { key } = await admin.json<{ key: string }>(201, 'POST', `/v1/customers/${id}/keys`, {
      body: { name, scopes },
    });
    secret = key;
  }
  const own = admin.as(secret);
  for (let i = 0; i < 5; i++) {
    await own.json(201, 'POST', '/v1/evidence', {
      body: itemOf(names, `customer ${String(i)}`, i),
    });
  }
  return id;
}

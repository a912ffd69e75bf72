/**
 * The bill of a storm is exact: the projection, the service's own recount, a recount by the test, the quotas on the ledger and the
 * answers that customers got all give the same numbers.
 */

import assert from 'node:assert/strict';
import { type Client, type Customer, eventually } from '../product/evidence-client.ts';
import { recount, type UsageRow } from './recount.ts';
import type { Order } from './storm.ts';

export interface Billed {
  readonly dataFolder: string;
  readonly customers: readonly Customer[];
  readonly orders: readonly Order[];
  /** Of each customer, with what was bought on the way; null: no limit. */
  readonly quotas: readonly (number | null)[];
}

async function usage(admin: Client, source: 'projection' | 'ledger'): Promise<readonly UsageRow[]> {
  const { items } = await admin.json<{ items: UsageRow[] }>(
    200,
    'GET',
    `/v1/usage?source=${source}`,
  );
  return items;
}

/** Records of the answers, by customer; what nobody was told of costs, too. */
function recordedOf(orders: readonly Order[], customer: number): number {
  return orders
    .filter((order) => order.customer === customer && order.ids.length > 0)
    .reduce((sum, { records }) => sum + records.length, 0);
}

/** Nothing is open any more. */
export async function checkBill(admin: Client, billed: Billed): Promise<void> {
  const counted = recount(billed.dataFolder);
  assert.deepEqual(await usage(admin, 'ledger'), counted, 'the ledger counted by the service');
  await checkProjection(admin, counted);
  for (const [i, { id }] of billed.customers.entries()) {
    const own = counted.filter(({ customer }) => customer === id);
    const records = own.reduce((sum, row) => sum + row.records, 0);
    const units = own.reduce((sum, row) => sum + row.units, 0);
    assert.equal(records, recordedOf(billed.orders, i), 'records as answered');
    const shown = await admin.json<{ quotaLeft: number | null }>(200, 'GET', `/v1/customers/${id}`);
    const quota = billed.quotas[i] ?? null;
    const left = quota === null ? null : quota - units;
    assert.equal(shown.quotaLeft, left, 'left and used are what was bought');
  }
}

/** Search and usage come after the log by themselves, and then say the same. */
export async function checkProjection(admin: Client, counted: readonly UsageRow[]): Promise<void> {
  const text = JSON.stringify(counted);
  const looked = async (): Promise<string> => {
    const { status, bytes } = await admin.ask('GET', '/v1/usage');
    return status === 200
      ? JSON.stringify((JSON.parse(bytes.toString()) as { items: unknown }).items)
      : String(status);
  };
  const options = { holds: (seen: string) => seen === text, withinMs: 60_000 };
  await eventually('usage of the projection', looked, options);
  const { bytes: csv } = await admin.ask('GET', '/v1/usage', { headers: { accept: 'text/csv' } });
  const lines = counted.map((row) =>
    [row.customer, row.day, row.records, row.refusals, row.units].join(','),
  );
  assert.equal(csv.toString(), ['customer,day,records,refusals,units', ...lines, ''].join('\r\n'));
}

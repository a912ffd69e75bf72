/**
 * The bill counted by somebody else: entry by entry of the folder's own log, by the words of spec/contracts.md ("How a transaction is executed",
 * 2. and 3.). Of the product's code only the CBOR reader is used; nothing of what it counts with.
 */

import { decode } from '@stele/protocol';
import { entriesIn } from './log-files.ts';

export interface UsageRow {
  readonly customer: string;
  readonly day: string;
  readonly records: number;
  readonly refusals: number;
  readonly units: number;
}

const BYTES_PER_UNIT = 256;

/** By day, then by customer. */
export function recount(dataFolder: string): readonly UsageRow[] {
  const sums = new Map<string, UsageRow>();
  for (const entry of entriesIn(dataFolder)) {
    const row = rowOf(decode(entry));
    if (row !== undefined) add(sums, row);
  }
  return [...sums.values()].sort(
    (a, b) => a.day.localeCompare(b.day) || a.customer.localeCompare(b.customer),
  );
}

function add(sums: Map<string, UsageRow>, row: UsageRow): void {
  const place = `${row.day} ${row.customer}`;
  const sum = sums.get(place);
  sums.set(place, {
    ...row,
    records: row.records + (sum?.records ?? 0),
    refusals: row.refusals + (sum?.refusals ?? 0),
    units: row.units + (sum?.units ?? 0),
  });
}

type Principal = readonly [kind: number, value: Uint8Array];
type Call = readonly [string, string, readonly unknown[], readonly Principal[]];
type PayloadRoot = readonly [Uint8Array, count: number, bytes: number, kind: number];

/** spec/block.md, "Entry"; spec/transaction.md, "Transaction". */
function rowOf(entry: unknown): UsageRow | undefined {
  const [kind, , content, outcome] = entry as [number, number, Uint8Array, readonly unknown[]];
  if (kind !== 0) return undefined;
  const [, body] = decode(content) as unknown as [number, Uint8Array];
  const [, , , payer, , calls, payloads] = decode(body) as unknown as readonly [
    ...(readonly [unknown, unknown, unknown, Principal | null, unknown]),
    readonly Call[],
    readonly PayloadRoot[],
  ];
  const [, , timeMs, code] = outcome as [number, number, number, string];
  const [, account] = payer ?? calls[0]?.[3][0] ?? [];
  const customer = `cus_${Buffer.from(account ?? []).toString('hex')}`;
  const day = new Date(timeMs).toISOString().slice(0, 10);
  const payloadBytes = payloads.reduce((sum, [, , bytes]) => sum + bytes, 0);
  const least = Math.max(1, Math.ceil(payloadBytes / BYTES_PER_UNIT));
  if (code !== '') return { customer, day, records: 0, refusals: 1, units: least };
  const records = calls.reduce((sum, call) => sum + recordsOf(call, payloads), 0);
  const others = calls.filter(([contract, method]) => !isRecording(contract, method)).length;
  return { customer, day, records, refusals: 0, units: Math.max(least, records + others) };
}

function isRecording(contract: string, method: string): boolean {
  return contract === 'evidence' && (method === 'record' || method === 'batch');
}

function recordsOf([contract, method, args]: Call, payloads: readonly PayloadRoot[]): number {
  if (!isRecording(contract, method)) return 0;
  return method === 'record' ? 1 : (payloads[Number(args[1])]?.[1] ?? 0);
}

/**
 * The contract `evidence` (spec/contracts.md): records of digests, once and for ever. It stores where a record stands, not the record:
 * that is in the entry or in its payload, which receipts show.
 */

import { concat } from '@stele/base';
import {
  account,
  boolOrFalse,
  bytes,
  type CallContext,
  defineContract,
  digests,
  hasRow,
  identifierOrEmpty,
  judged,
  optional,
  putFiledRow,
  putRow,
  refuse,
  table,
  tuple,
  uint,
} from '@stele/kernel/contract';
import {
  decodeItem,
  digestTerm,
  type EvidenceItem,
  itemFromCbor,
  type PayloadRoot,
} from '@stele/protocol';

const ownedKey = { owner: account(), id: bytes(16) };

/** owner ‖ id → where the record stands */
export const recordsTable = table(
  'records',
  ownedKey,
  tuple({ index: uint(), call: uint(), item: uint() }),
);
/** owner ‖ old id → new id */
export const supersededTable = table('superseded', ownedKey, bytes(16));
/** owner ‖ batch → where the batch stands */
export const batchesTable = table(
  'batches',
  { owner: account(), batch: bytes(16) },
  tuple({ index: uint(), call: uint(), count: uint() }),
);

/** The evidence item, for its JSON form; what is well-formed is decided by the protocol's own reader, as in a receipt. */
export const itemSchema = tuple(
  {
    id: bytes(16),
    digests: digests(),
    salted: boolOrFalse(),
    kind: identifierOrEmpty(),
    supersedes: optional(bytes(16)),
    noteHash: optional(bytes(32)),
  },
  1,
);

export const evidence = defineContract({
  name: 'evidence',
  codes: [
    'ACTOR_NOT_ACCOUNT',
    'ITEM_MALFORMED',
    'VERSION_UNKNOWN',
    'PAYLOAD_UNKNOWN',
    'RECORD_EXISTS',
    'BATCH_EXISTS',
    'RECORD_UNKNOWN',
    'RECORD_SUPERSEDED',
  ],
  tables: [recordsTable, supersededTable, batchesTable],
  methods: {
    record: {
      args: { item: judged(itemSchema) },
      summary: { en: 'Record {item}', 'zh-CN': '存证 {item}' },
      run(context, { item }) {
        const owner = requireOwner(context);
        record(context, { owner, item: itemFromCbor(item), place: 0 });
      },
    },

    batch: {
      args: { batch: bytes(16), payload: uint() },
      summary: {
        en: 'Record batch {batch}, the items of payload {payload}',
        'zh-CN': '批量存证 {batch}，条目在第 {payload} 号载荷中',
      },
      units: ({ payload }, payloads: readonly PayloadRoot[]) => payloads[payload]?.count ?? 1,
      run(context, { batch, payload }) {
        const owner = requireOwner(context);
        const key = concat(owner, batch);
        if (hasRow(context, batchesTable, key)) {
          refuse('BATCH_EXISTS', 'the batch was recorded before');
        }
        const items =
          context.payloadItems(payload) ??
          refuse('PAYLOAD_UNKNOWN', 'the transaction has no such payload of items');
        const { entryIndex: index, callNumber: call } = context;
        putRow(context, batchesTable, key, { index, call, count: items.length });
        items.forEach((encoded, place) => {
          record(context, { owner, item: decodeItem(encoded), place });
        });
      },
    },
  },
});

function requireOwner({ actors: [actor] }: CallContext): Uint8Array {
  return actor?.kind === 'account'
    ? actor.account
    : refuse('ACTOR_NOT_ACCOUNT', 'records are owned by accounts: the first actor must be one');
}

interface PlacedItem {
  readonly owner: Uint8Array;
  readonly item: EvidenceItem;
  /** The item's number in its payload; 0 when inline. */
  readonly place: number;
}

function record(context: CallContext, { owner, item, place }: PlacedItem): void {
  const key = concat(owner, item.id);
  if (hasRow(context, recordsTable, key)) refuse('RECORD_EXISTS', 'a record has this id already');
  const superseded = item.supersedes === null ? undefined : concat(owner, item.supersedes);
  if (superseded !== undefined) requireCurrent(context, superseded);
  const { entryIndex: index, callNumber: call } = context;
  const row = { index, call, item: place };
  putFiledRow(context, recordsTable, key, { row, terms: termsOf(item) });
  if (superseded !== undefined) putRow(context, supersededTable, superseded, item.id);
}

/** So that whoever holds a file finds its records. */
function termsOf({ digests: digestsByAlgorithm }: EvidenceItem): readonly Uint8Array[] {
  const terms: Uint8Array[] = [];
  for (const [algorithm, digest] of digestsByAlgorithm) terms.push(digestTerm(algorithm, digest));
  return terms;
}

/** A record is superseded once, by its owner: a chain of versions has no branches. */
function requireCurrent(context: CallContext, key: Uint8Array): void {
  if (!hasRow(context, recordsTable, key)) refuse('RECORD_UNKNOWN', 'nothing there to supersede');
  if (hasRow(context, supersededTable, key)) {
    refuse('RECORD_SUPERSEDED', 'the record was superseded before');
  }
}

/** /v1/evidence/batches: many records in one transaction, all or none. */

import { rejection } from '@stele/base';
import { decodeItem, parseReceipt, payloadPaths, receiptToJson } from '@stele/protocol';
import type { JsonObject, Payload, Receipt } from '@stele/protocol';
import {
  EXACT,
  idempotencyKeyOf,
  type NamedLimit,
  readBodies,
  type RequestTypes,
} from '@stele/server';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { Readable } from 'node:stream';
import { toHex } from '@stele/base';
import { Type } from 'typebox';
import type { Customer } from '../customers/customer.ts';
import { withParts } from '../notes/erasable-parts.ts';
import { readBatch } from '../records/batch-request.ts';
import { type EvidenceRequest, EvidenceRequestSchema } from '../records/evidence-request.ts';
import type { NotarisedBatch } from '../records/notary.ts';
import { BATCH_ID, batchIdFromText, batchIdText, recordIdText } from '../records/record-id.ts';
import type { BatchPlace, EvidenceEntry } from '../records/record-reader.ts';
import { itemsOf, refuseTooManyItems } from './batch-body.ts';
import { LIST_CODES, WRITE_CODES } from './catalogue.ts';
import { customerOf, EVIDENCE_PATH, type ServiceContext } from './context.ts';
import { itemCursor, itemOfCursor, LIMIT_DEFAULT } from './cursors.ts';
import { EvidenceSchema, timeText } from './present-record.ts';
import { showRecord } from './record-routes.ts';
import { preferOf, waitMs, within } from './waiting.ts';
import { BATCH_BODY_BYTES_MAX, PAGE_RECORDS_MAX } from '../limits.ts';

const BATCH_BODY: NamedLimit = { name: 'BATCH_BODY_BYTES_MAX', value: BATCH_BODY_BYTES_MAX };
const BODIES = { 'application/json': BATCH_BODY, 'application/x-ndjson': BATCH_BODY };
const PATH = `${EVIDENCE_PATH}/batches`;

const write = { kind: 'scope', scope: 'evidence:write' } as const;
const read = { kind: 'scope', scope: 'evidence:read' } as const;

const BatchId = Type.String({ pattern: BATCH_ID.source });
const BatchParameters = Type.Object({ id: BatchId });

const BatchSummary = {
  id: BatchId,
  count: Type.Integer({ minimum: 1 }),
  transaction: Type.String(),
  height: Type.Integer(),
  committedAt: Type.String({ format: 'date-time' }),
  root: Type.String({ description: 'Merkle root of the items, which stands in the entry' }),
};

const BatchSchema = Type.Object({
  ...BatchSummary,
  items: Type.Array(Type.Object({ id: Type.String(), reference: Type.Optional(Type.String()) }), {
    description: 'in the order of the request',
  }),
});

const AcceptedBatch = Type.Object({
  id: BatchId,
  status: Type.Enum(['accepted', 'ordered']),
  links: Type.Object({ self: Type.String() }),
});

const RequestSchema = Type.Object(
  {
    items: Type.Array(EvidenceRequestSchema, { description: '1 to 10 000' }),
  },
  EXACT,
);

export function addBatchRoutes(scope: FastifyInstance, context: ServiceContext): void {
  addNotariseBatch(scope, context);
  addShowBatch(scope, context);
  addItems(scope, context);
  addReceipts(scope, context);
}

function addNotariseBatch(scope: FastifyInstance, context: ServiceContext): void {
  readBodies(scope, BODIES);
  scope.withTypeProvider<RequestTypes>().post(
    PATH,
    {
      preValidation: refuseTooManyItems,
      config: {
        access: write,
        codes: [
          ...WRITE_CODES,
          'BATCH_LINE_MALFORMED',
          'ITEMS_MISSING',
          'ITEMS_TOO_MANY',
          'ITEM_DUPLICATE',
        ],
        bodyLimits: BODIES,
      },
      schema: {
        operationId: 'notariseBatch',
        summary: 'Records 1 to 10 000 at once, all or none',
        tags: ['evidence'],
        body: {
          content: {
            'application/json': { schema: RequestSchema },
            'application/x-ndjson': { schema: Type.Unknown({ description: 'one item a line' }) },
          },
        },
        response: { 201: BatchSchema, 202: AcceptedBatch },
      },
    },
    async (request, reply) => {
      const customer = customerOf(context, request.caller);
      const requests = itemsOf(request.body, request.mediaType);
      const inputs = readBatch(requests);
      const notarised = await context.notary.notariseBatch(
        customer,
        inputs,
        idempotencyKeyOf(request),
      );
      return answer(context, reply, {
        notarised,
        requests,
        wait: waitMs(preferOf(request.headers)),
      });
    },
  );
}

interface Answer {
  readonly notarised: NotarisedBatch;
  readonly requests: readonly EvidenceRequest[];
  readonly wait: number;
}

async function answer(
  context: ServiceContext,
  reply: FastifyReply,
  { notarised, requests, wait }: Answer,
): Promise<FastifyReply> {
  const { batch, ids, replayed } = notarised;
  const commitment = await within(notarised.committed, wait);
  const self = `${PATH}/${batchIdText(batch)}`;
  void reply.header('location', self);
  if (replayed) void reply.header('idempotency-replayed', 'true');
  if (commitment === undefined) {
    return reply.code(202).send({ id: batchIdText(batch), status: 'accepted', links: { self } });
  }
  const { transaction, height, index, call, committedAtMs } = commitment;
  const root = await rootOf(context, { index, call });
  const items = ids.map((id, i) => {
    const reference = requests[i]?.reference;
    return reference === undefined ? { id: recordIdText(id) } : { id: recordIdText(id), reference };
  });
  const summary = { transaction, height, committedAt: timeText(committedAtMs), root };
  return reply.code(201).send({ id: batchIdText(batch), count: ids.length, ...summary, items });
}

async function rootOf(
  { reader }: ServiceContext,
  { index, call }: { readonly index: number; readonly call: number },
): Promise<string> {
  return rootIn(await reader.entry(index), call);
}

function rootIn({ calls, payloadRoots }: EvidenceEntry, call: number): string {
  const payload = calls[call]?.args[1];
  const root = typeof payload === 'number' ? payloadRoots[payload] : undefined;
  return toHex(root ?? new Uint8Array());
}

interface OwnBatch {
  readonly customer: Customer;
  readonly place: BatchPlace;
  readonly entry: EvidenceEntry;
}

function isUnderWay(
  { notary }: ServiceContext,
  { account }: Customer,
  { id }: { readonly id: string },
): boolean {
  const batch = batchIdFromText(id);
  return batch !== undefined && notary.isBatchUnderWay(account, batch);
}

/** Rejects with BATCH_UNKNOWN. */
async function ownBatch(
  context: ServiceContext,
  customer: Customer,
  { id }: { readonly id: string },
): Promise<OwnBatch> {
  const batch = batchIdFromText(id);
  const place = batch && (await context.reader.batchPlaceOf(customer.account, batch));
  if (place === undefined) throw rejection('BATCH_UNKNOWN', `you have no batch ${id}`);
  return { customer, place, entry: await context.reader.entry(place.index) };
}

const BATCH_CODES = [...LIST_CODES, 'BATCH_UNKNOWN'];

function addShowBatch(scope: FastifyInstance, context: ServiceContext): void {
  scope.withTypeProvider<RequestTypes>().get(
    `${PATH}/:id`,
    {
      config: { access: read, codes: BATCH_CODES },
      schema: {
        operationId: 'getBatch',
        summary: 'A batch of yours; 202 while it is only accepted',
        tags: ['evidence'],
        params: BatchParameters,
        response: {
          200: Type.Object({ ...BatchSummary, links: Type.Record(Type.String(), Type.String()) }),
          202: AcceptedBatch,
        },
      },
    },
    async ({ caller, params }, reply): Promise<JsonObject | FastifyReply> => {
      const customer = customerOf(context, caller);
      const self = `${PATH}/${params.id}`;
      if (isUnderWay(context, customer, params)) {
        return reply.code(202).send({ id: params.id, status: 'accepted', links: { self } });
      }
      const { place, entry } = await ownBatch(context, customer, params);
      return {
        id: params.id,
        count: place.count,
        transaction: entry.transaction,
        height: entry.height,
        committedAt: timeText(entry.committedAtMs),
        root: rootIn(entry, place.call),
        links: { self, items: `${self}/items`, receipts: `${self}/receipts` },
      };
    },
  );
}

const ItemsQuery = Type.Object(
  {
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: PAGE_RECORDS_MAX })),
    cursor: Type.Optional(Type.String({ maxLength: 64 })),
  },
  EXACT,
);

function addItems(scope: FastifyInstance, context: ServiceContext): void {
  scope.withTypeProvider<RequestTypes>().get(
    `${PATH}/:id/items`,
    {
      config: { access: read, codes: [...BATCH_CODES, 'CURSOR_MALFORMED'] },
      schema: {
        operationId: 'listBatchItems',
        summary: 'The records of a batch, in the order of the request',
        tags: ['evidence'],
        params: BatchParameters,
        querystring: ItemsQuery,
        response: {
          200: Type.Object({
            items: Type.Array(EvidenceSchema),
            nextCursor: Type.Union([Type.String(), Type.Null()]),
          }),
        },
      },
    },
    async ({ caller, params, query }) => {
      const own = await ownBatch(context, customerOf(context, caller), params);
      const first = itemOfCursor(query.cursor);
      const { limit = LIMIT_DEFAULT } = query;
      const items = await recordsOf(context, own, { first, count: limit });
      const next = first + items.length;
      return { items, nextCursor: next < own.place.count ? itemCursor(next) : null };
    },
  );
}

async function recordsOf(
  context: ServiceContext,
  { place, entry }: OwnBatch,
  range: { readonly first: number; readonly count: number },
): Promise<readonly JsonObject[]> {
  if (range.first >= place.count) return [];
  const records = await context.reader.inCall(entry, place.call, range);
  return Promise.all(records.map((record) => showRecord(context, record)));
}

function addReceipts(scope: FastifyInstance, context: ServiceContext): void {
  scope.withTypeProvider<RequestTypes>().get(
    `${PATH}/:id/receipts`,
    {
      config: { access: read, codes: [...BATCH_CODES, 'NOT_PROVEN'] },
      schema: {
        operationId: 'getBatchReceipts',
        summary: 'All receipts of a batch, one a line, in the order of the request',
        tags: ['evidence'],
        params: BatchParameters,
        response: {
          200: {
            description: 'spec/receipt.md, JSON form, one a line',
            content: { 'application/x-ndjson': { schema: Type.Unknown() } },
          },
        },
      },
    },
    async ({ caller, params }, reply) => {
      const own = await ownBatch(context, customerOf(context, caller), params);
      const { api } = context;
      const { call, count } = own.place;
      const proven = parseReceipt(await api.receipt(own.entry.transaction, { call, item: 0 }));
      const items = await context.reader.encodedItems(own.entry, call, { first: 0, count });
      const lines = receiptLines(context, own, { proven, items });
      return reply.type('application/x-ndjson').send(Readable.from(lines));
    },
  );
}

/** All paths at once: one receipt after the other would hash the whole payload for each. */
function* receiptLines(
  { ledger, notes }: ServiceContext,
  { customer, place }: OwnBatch,
  { proven, items }: { readonly proven: Receipt; readonly items: readonly Uint8Array[] },
): Generator<string> {
  const payload: Payload = { kind: 'items', items };
  const paths = payloadPaths(ledger.chain.suite, payload);
  for (const [index, bytes] of items.entries()) {
    const path = paths[index] ?? new Uint8Array();
    const { account } = customer;
    const parts = notes.get({ account, id: decodeItem(bytes).id }) ?? {};
    const receipt = { ...proven, item: { call: place.call, index, bytes, path } };
    yield `${oneLine(receiptToJson(withParts(receipt, parts)))}\n`;
  }
}

/** Receipts are written for people, over several lines. */
function oneLine(json: string): string {
  return JSON.stringify(JSON.parse(json));
}

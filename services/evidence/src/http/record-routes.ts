/** POST /v1/evidence, GET and DELETE below it: one record. Lists are in list-routes.ts, receipts in receipt-routes.ts. */

import { rejection } from '@stele/base';
import { EXACT, idempotencyKeyOf, type RequestTypes } from '@stele/server';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { Type } from 'typebox';
import { receiptToJson } from '@stele/protocol';
import type { JsonObject, JsonValue } from '@stele/protocol';
import type { Customer } from '../customers/customer.ts';
import { EvidenceRequestSchema, readRequest } from '../records/evidence-request.ts';
import type { Notarised } from '../records/notary.ts';
import { RECORD_ID, recordIdFromText } from '../records/record-id.ts';
import type { LedgerRecord } from '../records/record-reader.ts';
import { READ_CODES, WRITE_CODES } from './catalogue.ts';
import { customerOf, EVIDENCE_PATH, type ServiceContext } from './context.ts';
import {
  AcceptedSchema,
  EvidenceSchema,
  presentAccepted,
  presentRecord,
} from './present-record.ts';
import { preferOf, waitMs, within } from './waiting.ts';

const write = { kind: 'scope', scope: 'evidence:write' } as const;
const read = { kind: 'scope', scope: 'evidence:read' } as const;

export const RecordParameters = Type.Object({
  id: Type.String({ pattern: RECORD_ID.source, description: 'a record’s id' }),
});

const Include = Type.Object(
  {
    include: Type.Optional(Type.Enum(['receipt'], { description: 'what to answer besides' })),
  },
  EXACT,
);

export function addRecordRoutes(scope: FastifyInstance, context: ServiceContext): void {
  addNotarise(scope, context);
  addShow(scope, context);
  addEntry(scope, context);
  addEraseNote(scope, context);
}

function addNotarise(scope: FastifyInstance, context: ServiceContext): void {
  scope.withTypeProvider<RequestTypes>().post(
    EVIDENCE_PATH,
    {
      config: { access: write, codes: [...WRITE_CODES, 'NOT_PROVEN'] },
      schema: {
        operationId: 'notarise',
        summary: 'Records digests of a file: it existed, unchanged, by this time',
        tags: ['evidence'],
        headers: Type.Object({
          'idempotency-key': Type.Optional(
            Type.String({
              description: '1 to 255 visible characters; the same again records nothing twice',
              examples: ['contract-2026-0001'],
            }),
          ),
          prefer: Type.Optional(
            Type.String({
              description: '`respond-async`, or `wait=` seconds',
              examples: ['wait=10'],
            }),
          ),
        }),
        querystring: Include,
        body: EvidenceRequestSchema,
        response: {
          201: EvidenceSchema,
          202: AcceptedSchema,
        },
      },
    },
    async (request, reply) => {
      const customer = customerOf(context, request.caller);
      const input = readRequest(request.body);
      const notarised = await context.notary.notarise(customer, input, idempotencyKeyOf(request));
      const isReceiptWanted = request.query.include === 'receipt';
      const wait = waitMs(preferOf(request.headers));
      return answerNotarised(context, reply, { customer, notarised, wait, isReceiptWanted });
    },
  );
}

interface Answer {
  readonly customer: Customer;
  readonly notarised: Notarised;
  readonly wait: number;
  readonly isReceiptWanted: boolean;
}

async function answerNotarised(
  context: ServiceContext,
  reply: FastifyReply,
  { customer, notarised, wait, isReceiptWanted }: Answer,
): Promise<FastifyReply> {
  const { id, replayed, item, parts } = notarised;
  const commitment = await within(notarised.committed, wait);
  const accepted = presentAccepted(id);
  void reply.header('location', (accepted['links'] as JsonObject)['self']);
  if (replayed) void reply.header('idempotency-replayed', 'true');
  if (commitment === undefined) return reply.code(202).send(accepted);
  const receipt = isReceiptWanted
    ? await receiptJson(context, { owner: customer.account, item, commitment })
    : undefined;
  const supersededBy = replayed
    ? await context.reader.supersededBy(customer.account, id)
    : undefined;
  return reply.code(201).send(
    presentRecord(context, {
      owner: customer.account,
      item,
      parts,
      commitment,
      supersededBy,
      receipt,
    }),
  );
}

async function receiptJson(context: ServiceContext, record: LedgerRecord): Promise<JsonValue> {
  const receipt = await context.receipts.make(record);
  return JSON.parse(receiptToJson(receipt)) as JsonValue;
}

function addShow(scope: FastifyInstance, context: ServiceContext): void {
  scope.withTypeProvider<RequestTypes>().get(
    `${EVIDENCE_PATH}/:id`,
    {
      config: { access: read, codes: [...READ_CODES, 'NOT_PROVEN'] },
      schema: {
        operationId: 'getEvidence',
        summary: 'A record of yours; 202 while it is only accepted',
        tags: ['evidence'],
        params: RecordParameters,
        querystring: Include,
        response: { 200: EvidenceSchema, 202: AcceptedSchema },
      },
    },
    async ({ caller, params, query }, reply) => {
      const { account } = customerOf(context, caller);
      const id = idIn(params);
      const record = await context.reader.find(account, id);
      if (record === undefined) {
        if (context.notary.underWay(account, id) === undefined) throw unknown(params.id);
        return reply.code(202).send(presentAccepted(id));
      }
      const receipt = query.include === 'receipt' ? await receiptJson(context, record) : undefined;
      return showRecord(context, record, receipt);
    },
  );
}

/** A record as found in the ledger, with what the service has beside it. */
export async function showRecord(
  context: ServiceContext,
  { item, owner, commitment }: LedgerRecord,
  receipt?: JsonValue,
): Promise<JsonObject> {
  const parts = context.notes.get({ account: owner, id: item.id }) ?? {};
  const supersededBy = await context.reader.supersededBy(owner, item.id);
  return presentRecord(context, { owner, item, parts, commitment, supersededBy, receipt });
}

/** The caller’s own record that a path names. Rejects with EVIDENCE_UNKNOWN. */
export async function ownRecord(
  context: ServiceContext,
  account: Uint8Array,
  params: { readonly id: string },
): Promise<LedgerRecord> {
  const record = await context.reader.find(account, idIn(params));
  if (record === undefined) throw unknown(params.id);
  return record;
}

function addEntry(scope: FastifyInstance, context: ServiceContext): void {
  scope.withTypeProvider<RequestTypes>().get(
    `${EVIDENCE_PATH}/:id/entry`,
    {
      config: { access: read, codes: READ_CODES },
      schema: {
        operationId: 'getEvidenceEntry',
        summary: 'The log’s entry of a record, as it was hashed: what a proof is checked against',
        tags: ['evidence'],
        params: RecordParameters,
        response: {
          200: {
            description: 'spec/block.md',
            content: { 'application/octet-stream': { schema: Type.Unknown() } },
          },
        },
      },
    },
    async ({ caller, params }, reply) => {
      const { account } = customerOf(context, caller);
      const { commitment } = await ownRecord(context, account, params);
      const bytes = await context.api.entry(commitment.index);
      return reply.type('application/octet-stream').send(Buffer.from(bytes));
    },
  );
}

function addEraseNote(scope: FastifyInstance, context: ServiceContext): void {
  scope.withTypeProvider<RequestTypes>().delete(
    `${EVIDENCE_PATH}/:id/note`,
    {
      config: { access: write, codes: [...READ_CODES, 'STORAGE_FAILED', 'STORAGE_FULL'] },
      schema: {
        operationId: 'eraseNote',
        summary:
          'Erases name, size, reference, metadata and salts for good; the record still verifies',
        tags: ['evidence'],
        params: RecordParameters,
        response: { 204: Type.Null() },
      },
    },
    async ({ caller, params }, reply) => {
      const { account } = customerOf(context, caller);
      const { item } = await ownRecord(context, account, params);
      await context.notes.erase({ account, id: item.id });
      return reply.code(204).send();
    },
  );
}

function idIn({ id }: { readonly id: string }): Uint8Array {
  return recordIdFromText(id) ?? new Uint8Array();
}

function unknown(id: string): Error {
  return rejection('EVIDENCE_UNKNOWN', `you have no record ${id}`);
}

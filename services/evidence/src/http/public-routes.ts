/**
 * GET /v1/public/evidence: what anybody may ask, without a key: whether and when a digest, a record or a transaction was recorded. Never
 * a note, and the owner only where it said so. A customer may switch it off for itself.
 */

import { rejection } from '@stele/base';
import type { JsonObject } from '@stele/protocol';
import type { RequestTypes } from '@stele/server';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { EXACT } from '../records/evidence-request.ts';
import type { Static } from 'typebox';
import { recordIdFromText, recordIdText } from '../records/record-id.ts';
import type { LedgerRecord } from '../records/record-reader.ts';
import { READ_CODES } from './catalogue.ts';
import type { ServiceContext } from './context.ts';
import { DigestQueryText, digestIn, TransactionText } from './list-routes.ts';
import { digestsToJson, timeText } from './present-record.ts';
import { PUBLIC_LOOKUPS_PER_MINUTE_MAX, PUBLIC_RECORDS_MAX } from '../limits.ts';

const PublicQuery = Type.Object(
  {
    digest: Type.Optional(DigestQueryText),
    id: Type.Optional(Type.String({ pattern: '^ev_[0-9a-f]{32}$' })),
    transaction: Type.Optional(TransactionText),
  },
  EXACT,
);

const PublicRecord = Type.Object({
  id: Type.String(),
  digests: Type.Record(Type.String(), Type.String()),
  salted: Type.Optional(Type.Boolean()),
  kind: Type.Optional(Type.String()),
  committedAt: Type.String({ format: 'date-time' }),
  block: Type.Object({ height: Type.Integer(), hash: Type.String() }),
  transaction: Type.String(),
  supersededBy: Type.Optional(Type.String()),
  owner: Type.Optional(Type.String({ description: 'only if the owner disclosed itself' })),
  links: Type.Record(Type.String(), Type.String()),
});

export function addPublicRoutes(scope: FastifyInstance, context: ServiceContext): void {
  scope.withTypeProvider<RequestTypes>().get(
    '/v1/public/evidence',
    {
      config: {
        access: { kind: 'open' },
        rateLimit: { name: 'public-evidence', perMinute: PUBLIC_LOOKUPS_PER_MINUTE_MAX },
        codes: [...READ_CODES, 'DIGEST_ALGORITHM_UNKNOWN', 'DIGEST_MALFORMED', 'DIGEST_WEAK'],
      },
      schema: {
        operationId: 'findPublicEvidence',
        summary: 'Whether and when something was recorded; by digest, id or transaction',
        tags: ['public'],
        querystring: PublicQuery,
        response: {
          200: Type.Object({
            items: Type.Array(PublicRecord),
            nextCursor: Type.Null({
              description: `at most ${String(PUBLIC_RECORDS_MAX)}, newest first`,
            }),
          }),
        },
      },
    },
    async ({ query }): Promise<JsonObject> => {
      const items: JsonObject[] = [];
      for await (const record of found(context, query)) {
        const shown = await present(context, record);
        if (shown !== undefined) items.push(shown);
        if (items.length === PUBLIC_RECORDS_MAX) break;
      }
      return { items, nextCursor: null };
    },
  );
}

function found(
  context: ServiceContext,
  query: Static<typeof PublicQuery>,
): AsyncGenerator<LedgerRecord> {
  const given = [query.digest, query.id, query.transaction].filter((one) => one !== undefined);
  if (given.length !== 1) {
    throw rejection('REQUEST_INVALID', 'ask by exactly one of digest, id, transaction', {
      data: { pointer: '#/query' },
    });
  }
  if (query.digest !== undefined) return byDigest(context, query.digest);
  if (query.id !== undefined) return byId(context, query.id);
  return context.reader.inTransaction(query.transaction ?? '');
}

async function* byDigest({ reader }: ServiceContext, digest: string): AsyncGenerator<LedgerRecord> {
  for await (const { record } of reader.byDigest(digestIn(digest))) yield record;
}

/** An id is unique per owner only, so every customer may have it. */
async function* byId(
  { reader, customers }: ServiceContext,
  text: string,
): AsyncGenerator<LedgerRecord> {
  const id = recordIdFromText(text) ?? new Uint8Array();
  for (const { account } of customers.all()) {
    const record = await reader.find(account, id);
    if (record !== undefined) yield record;
  }
}

/** Undefined when its owner does not want it looked up. */
async function present(
  context: ServiceContext,
  { item, owner, commitment }: LedgerRecord,
): Promise<JsonObject | undefined> {
  const { api, chain, customers, reader } = context;
  const customer = customers.get(owner);
  if (customer?.publicLookup === false) return undefined;
  const { transaction, height, call, item: place, committedAtMs } = commitment;
  const { hash } = await api.block(height);
  const supersededBy = await reader.supersededBy(owner, item.id);
  const path = `/v1/chains/${chain.name}/transactions/${transaction}`;
  return {
    id: recordIdText(item.id),
    digests: digestsToJson(item.digests),
    ...(item.salted && { salted: true }),
    ...(item.kind !== '' && { kind: item.kind }),
    committedAt: timeText(committedAtMs),
    block: { height, hash },
    transaction,
    ...(supersededBy && { supersededBy: recordIdText(supersededBy) }),
    ...(customer?.disclosed === true && { owner: customer.name }),
    links: {
      transaction: path,
      receipt: `${path}/proof?call=${String(call)}&item=${String(place)}`,
    },
  };
}

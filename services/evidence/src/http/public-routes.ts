/**
 * GET /v1/public/evidence: what anybody may ask, without a key: whether and when a digest, a record or a transaction was recorded. Never
 * a note, and the owner only where it said so. A customer may switch it off for itself; its records are then passed over unread.
 */

import { rejection } from '@stele/base';
import type { JsonObject } from '@stele/protocol';
import { EXACT, type RequestTypes } from '@stele/server';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import type { Customer } from '../customers/customer.ts';
import type { Static } from 'typebox';
import { RECORD_ID, recordIdFromText, recordIdText } from '../records/record-id.ts';
import { recordsOfDigest, recordsOfTransaction } from '../records/record-pages.ts';
import type { LedgerRecord, RecordPlace } from '../records/record-reader.ts';
import { READ_CODES } from './catalogue.ts';
import type { ServiceContext } from './context.ts';
import { DigestQueryText, digestIn, TransactionText } from './list-routes.ts';
import { digestsToJson, timeText } from './present-record.ts';
import { PUBLIC_LOOKUPS_PER_MINUTE_MAX, PUBLIC_RECORDS_MAX } from '../limits.ts';

const PublicQuery = Type.Object(
  {
    digest: Type.Optional(DigestQueryText),
    id: Type.Optional(Type.String({ pattern: RECORD_ID.source })),
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
  const blockHash = blockHashes(context);
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
      const records = await found(context, query);
      const items = await Promise.all(records.map((one) => present(context, one, blockHash)));
      return { items, nextCursor: null };
    },
  );
}

async function found(
  context: ServiceContext,
  { digest, id, transaction }: Static<typeof PublicQuery>,
): Promise<readonly LedgerRecord[]> {
  const given = [digest, id, transaction].filter((one) => one !== undefined);
  if (given.length !== 1) {
    throw rejection('REQUEST_INVALID', 'ask by exactly one of digest, id, transaction', {
      data: { pointer: '#/query' },
    });
  }
  if (id !== undefined) return byId(context, id);
  const page = {
    limit: PUBLIC_RECORDS_MAX,
    isOwner: (account: Uint8Array) => isPublic(context.customers.get(account)),
  };
  const { records } =
    digest === undefined
      ? await recordsOfTransaction(context, { ...page, id: transaction ?? '' })
      : await recordsOfDigest(context, { ...page, ...digestIn(digest) });
  return records;
}

/** Records of accounts that are nobody's here are as public as the ledger. */
function isPublic(customer: Customer | undefined): boolean {
  return customer?.publicLookup !== false;
}

/** An id is unique per owner only, so every customer may have it. */
async function byId(
  { reader, customers }: ServiceContext,
  text: string,
): Promise<readonly LedgerRecord[]> {
  const id = recordIdFromText(text) ?? new Uint8Array();
  const places: RecordPlace[] = [];
  for (const customer of customers.all()) {
    if (!isPublic(customer)) continue;
    const place = await reader.placeOf(customer.account, id);
    if (place !== undefined) places.push(place);
    if (places.length === PUBLIC_RECORDS_MAX) break;
  }
  return reader.atAll(places);
}

type BlockHash = (height: number) => Promise<string>;

/** Kept: a block is shown with all its transactions, and only its hash is needed. */
const BLOCK_HASHES_MAX = 4_096;

/** Hashes of blocks, which never change: each asked for once, until as many others were. */
function blockHashes({ api }: ServiceContext): BlockHash {
  const asked = new Map<number, Promise<string>>();
  return (height) => {
    const known = asked.get(height);
    if (known !== undefined) return known;
    const hash = api.block(height).then((block) => block.hash);
    // Who asked is told why it failed; who asks next tries again.
    hash.catch(() => asked.delete(height));
    const [oldest] = asked.keys();
    if (oldest !== undefined && asked.size >= BLOCK_HASHES_MAX) asked.delete(oldest);
    asked.set(height, hash);
    return hash;
  };
}

async function present(
  { chain, customers, reader }: ServiceContext,
  { item, owner, commitment }: LedgerRecord,
  blockHash: BlockHash,
): Promise<JsonObject> {
  const customer = customers.get(owner);
  const { transaction, height, call, item: place, committedAtMs } = commitment;
  const supersededBy = await reader.supersededBy(owner, item.id);
  const path = `/v1/chains/${chain.name}/transactions/${transaction}`;
  return {
    id: recordIdText(item.id),
    digests: digestsToJson(item.digests),
    ...(item.salted && { salted: true }),
    ...(item.kind !== '' && { kind: item.kind }),
    committedAt: timeText(committedAtMs),
    block: { height, hash: await blockHash(height) },
    transaction,
    ...(supersededBy && { supersededBy: recordIdText(supersededBy) }),
    ...(customer?.disclosed === true && { owner: customer.name }),
    links: {
      transaction: path,
      receipt: `${path}/proof?call=${String(call)}&item=${String(place)}`,
    },
  };
}

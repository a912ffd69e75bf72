/**
 * GET /v1/evidence: a customer's records, newest first. A digest, a transaction or a superseded record is found in the ledger's own
 * indexes; everything else is search, which reads the projection and may lag or be away. What the projection finds is shown as the
 * ledger and the notes have it now, so an erased note never shows. A page of a digest or a transaction may be short and still have a
 * next one: a request looks at RECORDS_LOOKED_AT_MAX records at most.
 */

import { equal, rejection } from '@stele/base';
import type { digestAlgorithmOf } from '@stele/protocol';
import { type JsonObject } from '@stele/protocol';
import { EXACT, type RequestTypes } from '@stele/server';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import type { Static } from 'typebox';
import type { Customer } from '../customers/customer.ts';
import { readDigests } from '../records/evidence-request.ts';
import { RECORD_ID, recordIdFromText } from '../records/record-id.ts';
import { type PageQuery, recordsOfDigest, recordsOfTransaction } from '../records/record-pages.ts';
import type { LedgerRecord } from '../records/record-reader.ts';
import { noteOf } from '../notes/erasable-parts.ts';
import { LIST_CODES, SEARCH_CODES } from './catalogue.ts';
import { searchOff } from './search-off.ts';
import { customerOf, EVIDENCE_PATH, type ServiceContext } from './context.ts';
import {
  LIMIT_DEFAULT,
  numbersCursor,
  numbersOfCursor,
  placeCursor,
  placeOfCursor,
} from './cursors.ts';
import { EvidenceSchema } from './present-record.ts';
import { showRecord } from './record-routes.ts';
import { PAGE_RECORDS_MAX, REFERENCE_CHARACTERS_MAX } from '../limits.ts';

export const DigestQueryText = Type.String({
  pattern: '^[a-z0-9-]{1,16}:[0-9a-f]{1,128}$',
  description: 'algorithm and digest: `sha-256:` and 64 hexadecimal digits',
});

export const TransactionText = Type.String({ pattern: '^[0-9a-f]{64}$' });

const time = Type.String({ format: 'date-time', maxLength: 40 });

const ListQuery = Type.Object(
  {
    digest: Type.Optional(DigestQueryText),
    reference: Type.Optional(Type.String({ minLength: 1, maxLength: REFERENCE_CHARACTERS_MAX })),
    transaction: Type.Optional(TransactionText),
    supersedes: Type.Optional(Type.String({ pattern: RECORD_ID.source })),
    q: Type.Optional(
      Type.String({ minLength: 1, maxLength: 128, description: 'part of a name or reference' }),
    ),
    kind: Type.Optional(Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,31}$' })),
    from: Type.Optional(time),
    to: Type.Optional(time),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: PAGE_RECORDS_MAX })),
    cursor: Type.Optional(Type.String({ minLength: 1, maxLength: 128 })),
  },
  EXACT,
);

type Query = Static<typeof ListQuery>;

interface Page {
  readonly records: readonly LedgerRecord[];
  readonly nextCursor: string | null;
}

export function addListRoutes(scope: FastifyInstance, context: ServiceContext): void {
  scope.withTypeProvider<RequestTypes>().get(
    EVIDENCE_PATH,
    {
      config: {
        access: { kind: 'scope', scope: 'evidence:read' },
        codes: [
          ...LIST_CODES,
          ...SEARCH_CODES,
          'DIGEST_ALGORITHM_UNKNOWN',
          'CURSOR_MALFORMED',
          'DIGEST_MALFORMED',
          'DIGEST_WEAK',
          'TIME_MALFORMED',
        ],
      },
      schema: {
        operationId: 'listEvidence',
        summary: 'Your records, newest first; filters are joined by and',
        tags: ['evidence'],
        querystring: ListQuery,
        response: {
          200: Type.Object({
            items: Type.Array(EvidenceSchema),
            nextCursor: Type.Union([Type.String(), Type.Null()]),
          }),
        },
      },
    },
    async ({ caller, query }): Promise<JsonObject> => {
      const customer = customerOf(context, caller);
      const page = await pageOf(context, customer, query);
      const items = await Promise.all(page.records.map((record) => showRecord(context, record)));
      return { items, nextCursor: page.nextCursor };
    },
  );
}

function pageOf(context: ServiceContext, customer: Customer, query: Query): Promise<Page> {
  if (query.digest !== undefined) return byDigest(context, customer, query);
  if (query.transaction !== undefined) return byTransaction(context, customer, query);
  if (query.supersedes !== undefined) return bySuperseded(context, customer, query);
  return search(context, customer, query);
}

/** Reads `sha-256:HEX`. Rejects with DIGEST_ALGORITHM_UNKNOWN, DIGEST_WEAK or DIGEST_MALFORMED. */
export function digestIn(text: string): {
  readonly algorithm: ReturnType<typeof digestAlgorithmOf>;
  readonly digest: Uint8Array;
} {
  const [name = '', digits = ''] = text.split(':');
  const [found] = readDigests({ [name]: digits }, '#/query/digest');
  if (found === undefined) throw rejection('DIGEST_MALFORMED', 'this is no digest');
  const [algorithm, digest] = found;
  return { algorithm, digest };
}

async function byDigest(context: ServiceContext, customer: Customer, query: Query): Promise<Page> {
  const { cursor, digest = '' } = query;
  const after = cursor === undefined ? undefined : numbersOfCursor(cursor, 1)[0];
  const { records, next } = await recordsOfDigest(context, {
    ...pageQuery(context, customer, query),
    ...digestIn(digest),
    after,
  });
  return { records, nextCursor: next === undefined ? null : numbersCursor(next) };
}

async function byTransaction(
  context: ServiceContext,
  customer: Customer,
  query: Query,
): Promise<Page> {
  const { cursor, transaction = '' } = query;
  const { records, next } = await recordsOfTransaction(context, {
    ...pageQuery(context, customer, query),
    id: transaction,
    after: cursor === undefined ? undefined : placeOfCursor(cursor),
  });
  return { records, nextCursor: next === undefined ? null : placeCursor(next) };
}

function pageQuery(context: ServiceContext, { account }: Customer, query: Query): PageQuery {
  const { limit = LIMIT_DEFAULT } = query;
  return { limit, isOwner: (other) => equal(other, account), fits: filterOf(context, query) };
}

async function bySuperseded(
  context: ServiceContext,
  { account }: Customer,
  query: Query,
): Promise<Page> {
  const { reader } = context;
  const old = recordIdFromText(query.supersedes ?? '');
  const id = old && (await reader.supersededBy(account, old));
  const record = id && (await reader.find(account, id));
  const isFit = record !== undefined && filterOf(context, query)(record);
  return { records: isFit ? [record] : [], nextCursor: null };
}

/** The filters that are not what the records were found by. */
function filterOf(context: ServiceContext, query: Query): (record: LedgerRecord) => boolean {
  const { reference, kind, q } = query;
  const { fromMs = -Infinity, toMs = Infinity } = spanOf(query);
  const wanted = q?.toLowerCase();
  const isFound = (note: ReturnType<typeof noteOf>): boolean =>
    (reference === undefined || note?.reference === reference) &&
    (wanted === undefined ||
      [note?.name, note?.reference].some((text) => text?.toLowerCase().includes(wanted) === true));
  return ({ item, owner, commitment: { committedAtMs } }) => {
    if (committedAtMs < fromMs || committedAtMs >= toMs) return false;
    if (kind !== undefined && item.kind !== kind) return false;
    if (reference === undefined && wanted === undefined) return true;
    return isFound(noteOf(context.notes.get({ account: owner, id: item.id }) ?? {}));
  };
}

async function search(context: ServiceContext, { account }: Customer, query: Query): Promise<Page> {
  const { projection, reader } = context;
  if (projection === undefined) throw searchOff();
  const { reference, q, kind, limit = LIMIT_DEFAULT, cursor } = query;
  const { items, next } = await projection.search({
    account,
    limit,
    ...spanOf(query),
    ...(reference !== undefined && { reference }),
    ...(q !== undefined && { q }),
    ...(kind !== undefined && { kind }),
    ...(cursor !== undefined && { after: placeOfCursor(cursor) }),
  });
  const records = await reader.atAll(items);
  return { records, nextCursor: next === undefined ? null : placeCursor(next) };
}

function spanOf({ from, to }: Query): { readonly fromMs?: number; readonly toMs?: number } {
  return {
    ...(from !== undefined && { fromMs: timeOf(from, 'from') }),
    ...(to !== undefined && { toMs: timeOf(to, 'to') }),
  };
}

function timeOf(text: string, name: string): number {
  const ms = Date.parse(text);
  if (Number.isFinite(ms)) return ms;
  throw rejection('TIME_MALFORMED', `${name} is no time`, { data: { pointer: `#/query/${name}` } });
}

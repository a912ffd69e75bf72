/**
 * GET /v1/chains/{chain}/rows/{contract}/{table}: a row of a contract's table by its key; …/terms: rows by a term they were filed under
 * (spec/contracts.md, "Terms"). What rows hold is the contract's business.
 */

import { fromHex, rejection, toBase64url } from '@stele/base';
import {
  EFFECT_KEY_BYTES_MAX,
  type FindQuery,
  type FoundRow,
  type RowView,
  TERM_BYTES_MAX,
} from '@stele/protocol';
import type { RequestTypes } from '@stele/server';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import type { Static } from 'typebox';
import { LEDGER_STATE_CODES } from './catalogue.ts';
import { ledgerOf } from './context.ts';
import type { LedgerContext } from './context.ts';
import { FOUND_ROWS_DEFAULT, FOUND_ROWS_MAX } from './limits.ts';
import { base64url, chainName, count, hexBetween } from './parameters.ts';

const codes = [...LEDGER_STATE_CODES, 'CHAIN_UNKNOWN', 'TABLE_UNKNOWN'];
const tags = ['ledger'];

const TableParameters = Type.Object({
  chain: chainName,
  contract: Type.String({ maxLength: 64 }),
  table: Type.String({ maxLength: 64 }),
});

const RowSchema = Type.Object({
  effect: count('number of the effect that put it'),
  value: base64url('canonical CBOR'),
});

export function addRowRoutes(scope: FastifyInstance, context: LedgerContext): void {
  addRow(scope, context);
  addTerms(scope, context);
}

function addRow(scope: FastifyInstance, context: LedgerContext): void {
  scope.withTypeProvider<RequestTypes>().get(
    '/v1/chains/:chain/rows/:contract/:table',
    {
      config: { access: context.entries, codes: [...codes, 'ROW_UNKNOWN'] },
      schema: {
        operationId: 'getRow',
        summary: 'A row of a contract’s table',
        tags,
        params: TableParameters,
        querystring: Type.Object({ key: hexBetween(0, EFFECT_KEY_BYTES_MAX, 'of the row') }),
        response: { 200: RowSchema },
      },
    },
    async ({ params, query }) => {
      const { chain, contract, table } = params;
      const api = await ledgerOf(context, chain);
      const row = await api.row({ contract, table, key: fromHex(query.key) });
      if (row === null) throw rejection('ROW_UNKNOWN', 'the table has no row with this key');
      return presentRow(row);
    },
  );
}

const TermQuery = Type.Object({
  term: hexBetween(1, TERM_BYTES_MAX, 'what the rows were filed under'),
  after: Type.Optional(count('number of the last effect already seen, in the order asked for')),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: FOUND_ROWS_MAX })),
  reverse: Type.Optional(Type.Boolean({ description: 'newest first' })),
});

const FoundSchema = Type.Object({
  items: Type.Array(Type.Object({ ...RowSchema.properties, key: base64url('of the row') }), {
    description: 'puts, by the number of the effect; what the row is now may be another',
  }),
  nextCursor: Type.Union([Type.String(), Type.Null()], {
    description: 'what to give as `after` for more; null at the end',
  }),
});

function addTerms(scope: FastifyInstance, context: LedgerContext): void {
  scope.withTypeProvider<RequestTypes>().get(
    '/v1/chains/:chain/rows/:contract/:table/terms',
    {
      config: { access: context.entries, codes },
      schema: {
        operationId: 'findRows',
        summary: 'Rows that their contract filed under a term',
        tags,
        params: TableParameters,
        querystring: TermQuery,
        response: { 200: FoundSchema },
      },
    },
    async ({ params: { chain, contract, table }, query }) => {
      const api = await ledgerOf(context, chain);
      const find = findQuery({ contract, table }, query);
      return presentFound(await api.find(find), find.limit);
    },
  );
}

function findQuery(
  of: Pick<FindQuery, 'contract' | 'table'>,
  { term, limit = FOUND_ROWS_DEFAULT, ...order }: Static<typeof TermQuery>,
): FindQuery {
  return { ...of, ...order, term: fromHex(term), limit };
}

function presentFound(rows: readonly FoundRow[], limit: number): object {
  const last = rows.length < limit ? undefined : rows.at(-1);
  return {
    items: rows.map((row) => ({ ...presentRow(row), key: toBase64url(row.key) })),
    nextCursor: last === undefined ? null : String(last.effect),
  };
}

function presentRow({ effect, value }: RowView): {
  readonly effect: number;
  readonly value: string;
} {
  return { effect, value: toBase64url(value) };
}

/**
 * GET /v1/usage: what was used, per customer and UTC day. From the projection, or with `source=ledger` counted again from the ledger
 * itself, without the projection: both give the same rows, and a customer may check a bill against the record.
 */

import { rejection } from '@stele/base';
import type { JsonObject } from '@stele/protocol';
import { EXACT, negotiate, type RequestTypes, wholeList } from '@stele/server';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import type { Static } from 'typebox';
import { CUSTOMER_ID, customerId } from '../customers/customer.ts';
import { recountUsage, type UsageQuery, type UsageRow } from '../projection/usage.ts';
import { SEARCH_CODES } from './catalogue.ts';
import { searchOff } from './search-off.ts';
import { customerOf, type ServiceContext } from './context.ts';
import { customerIn } from './customer-routes.ts';

const Day = Type.String({
  pattern: '^\\d{4}-\\d{2}-\\d{2}$',
  description: 'UTC day of block time',
});

const Query = Type.Object(
  {
    customer: Type.Optional(Type.String({ pattern: CUSTOMER_ID.source })),
    from: Type.Optional(Day),
    to: Type.Optional(Day),
    source: Type.Optional(
      Type.Enum(['projection', 'ledger'], {
        description: 'where it is counted; `ledger` takes longer',
      }),
    ),
  },
  EXACT,
);

const RowSchema = Type.Object({
  customer: Type.String(),
  day: Day,
  records: Type.Integer({ description: 'evidence recorded' }),
  refusals: Type.Integer({ description: 'transactions that were refused after they were ordered' }),
  units: Type.Integer({ description: 'what was charged' }),
});

const FORMS = ['application/json', 'text/csv'] as const;

export function addUsageRoutes(scope: FastifyInstance, context: ServiceContext): void {
  scope.withTypeProvider<RequestTypes>().get(
    '/v1/usage',
    {
      config: {
        access: { kind: 'key' },
        codes: [
          ...SEARCH_CODES,
          'CUSTOMER_SUSPENDED',
          'CUSTOMER_UNKNOWN',
          'DAY_MALFORMED',
          'NOT_ACCEPTABLE',
          'SCOPE_MISSING',
        ],
      },
      schema: {
        operationId: 'getUsage',
        summary:
          'What was used per customer and day; everybody’s with the scope admin, else your own',
        tags: ['customers'],
        querystring: Query,
        response: {
          200: {
            description: 'by day, then by customer',
            content: {
              'application/json': { schema: wholeList(RowSchema) },
              'text/csv': { schema: Type.String({ description: 'RFC 4180, with a header line' }) },
            },
          },
        },
      },
    },
    async ({ caller, query, headers }, reply) => {
      const form = negotiate(headers.accept, FORMS);
      if (form === undefined) {
        throw rejection('NOT_ACCEPTABLE', 'usage comes as JSON or CSV', { data: { forms: FORMS } });
      }
      const isAdmin = caller?.scopes.includes('admin') === true;
      const own = customerOf(context, caller);
      const account = accountOf(context, query, isAdmin ? undefined : own.account);
      const rows = await count(context, query, account);
      void reply.header('vary', 'accept');
      if (form === 'text/csv') return reply.type('text/csv; charset=utf-8').send(csvOf(rows));
      return reply.send({ items: rows.map(present), nextCursor: null });
    },
  );
}

/** Undefined: everybody. Rejects with SCOPE_MISSING when a customer asks for another’s. */
function accountOf(
  context: ServiceContext,
  { customer }: Static<typeof Query>,
  only: Uint8Array | undefined,
): Uint8Array | undefined {
  if (customer === undefined) return only;
  if (only !== undefined && customer !== customerId(only)) {
    throw rejection('SCOPE_MISSING', 'usage of others takes the scope admin', {
      data: { scope: 'admin' },
    });
  }
  return customerIn(context, { id: customer }).account;
}

function count(
  { projection, api, clock }: ServiceContext,
  { from, to, source }: Static<typeof Query>,
  account: Uint8Array | undefined,
): Promise<readonly UsageRow[]> {
  const query: UsageQuery = {
    ...(account && { account }),
    ...(from !== undefined && { fromDay: from }),
    ...(to !== undefined && { toDay: to }),
  };
  if (source === 'ledger') return recountUsage(api, query, clock);
  if (projection === undefined) throw searchOff();
  return projection.usage(query);
}

function present({ account, day, records, refusals, units }: UsageRow): JsonObject {
  return { customer: customerId(account), day, records, refusals, units };
}

const COLUMNS = ['customer', 'day', 'records', 'refusals', 'units'] as const;

/** RFC 4180. No field needs quoting: ids, days and whole numbers only. */
function csvOf(rows: readonly UsageRow[]): string {
  const lines = rows.map(({ account, day, records, refusals, units }) =>
    [customerId(account), day, records, refusals, units].join(','),
  );
  return [COLUMNS.join(','), ...lines].map((line) => `${line}\r\n`).join('');
}

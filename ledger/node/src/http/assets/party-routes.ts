/**
 * GET /v1/chains/{chain}/accounts/{account}/balances, …/outputs, …/holds: what counts for a party, and what waits for it. A party is
 * mostly an account, and may be any principal.
 */

import type { RequestTypes } from '@stele/server';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { LEDGER_STATE_CODES } from '../catalogue.ts';
import { ledgerOf } from '../context.ts';
import type { LedgerContext } from '../context.ts';
import { PARTY_PATH_CHARACTERS_MAX } from '../limits.ts';
import { ChainParameters, count, principalUpTo } from '../parameters.ts';
import { BalancesSchema } from '../views/asset-schemas.ts';
import { pageQuery, pageSchema } from './pages.ts';
import { LinkedOutputSchema, presentOutput } from './present-output.ts';

const tags = ['assets'];
const codes = [...LEDGER_STATE_CODES, 'CHAIN_UNKNOWN', 'PRINCIPAL_MALFORMED'];

const PartyParameters = Type.Object({
  ...ChainParameters.properties,
  account: principalUpTo(PARTY_PATH_CHARACTERS_MAX),
});
const OutputPageSchema = pageSchema(LinkedOutputSchema);

export function addPartyRoutes(scope: FastifyInstance, context: LedgerContext): void {
  addBalances(scope, context);
  addOutputs(scope, context);
  addHolds(scope, context);
}

function addBalances(scope: FastifyInstance, context: LedgerContext): void {
  scope.withTypeProvider<RequestTypes>().get(
    '/v1/chains/:chain/accounts/:account/balances',
    {
      config: { access: context.entries, codes: [...codes, 'HEIGHT_UNKNOWN'] },
      schema: {
        operationId: 'listBalances',
        summary: 'What a party has of each class, now or at the end of an earlier block',
        tags,
        params: PartyParameters,
        querystring: Type.Object({
          at: Type.Optional(count('height of the block; the newest when absent')),
        }),
        response: { 200: BalancesSchema },
      },
    },
    async ({ params: { chain, account }, query: { at } }) => {
      const api = await ledgerOf(context, chain);
      return api.balances({ account, ...(at === undefined ? {} : { atHeight: at }) });
    },
  );
}

function addOutputs(scope: FastifyInstance, context: LedgerContext): void {
  scope.withTypeProvider<RequestTypes>().get(
    '/v1/chains/:chain/accounts/:account/outputs',
    {
      config: {
        access: context.entries,
        codes: [...codes, 'CLASS_ABSENT', 'CURSOR_MALFORMED'],
      },
      schema: {
        operationId: 'listOutputs',
        summary: 'Live outputs that count for a party, held ones included',
        tags,
        params: PartyParameters,
        querystring: Type.Object({
          class: Type.Optional(
            Type.String({ maxLength: 66, description: 'an id, or `organisation~name`' }),
          ),
          ...pageQuery,
        }),
        response: { 200: OutputPageSchema },
      },
    },
    async ({ params: { chain, account }, query }) => {
      const api = await ledgerOf(context, chain);
      const { items, nextCursor } = await api.outputs({ account, ...query });
      return { items: items.map((one) => presentOutput(context, one)), nextCursor };
    },
  );
}

function addHolds(scope: FastifyInstance, context: LedgerContext): void {
  scope.withTypeProvider<RequestTypes>().get(
    '/v1/chains/:chain/accounts/:account/holds',
    {
      config: { access: context.entries, codes: [...codes, 'CURSOR_MALFORMED'] },
      schema: {
        operationId: 'listHolds',
        summary: 'Live holds with an exit that a party may take',
        tags,
        params: PartyParameters,
        querystring: Type.Object(pageQuery),
        response: { 200: OutputPageSchema },
      },
    },
    async ({ params: { chain, account }, query }) => {
      const api = await ledgerOf(context, chain);
      const { items, nextCursor } = await api.holds({ account, ...query });
      return { items: items.map((one) => presentOutput(context, one)), nextCursor };
    },
  );
}

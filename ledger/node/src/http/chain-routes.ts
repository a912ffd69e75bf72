/** GET /v1/chains/{chain}: what the chain is, open to anybody. */

import type { FastifyInstance } from 'fastify';
import type { RequestTypes } from '@stele/server';
import { Type } from 'typebox';
import type { ChainView } from '@stele/protocol';
import { LEDGER_STATE_CODES } from './catalogue.ts';
import { ledgerOf, pathIn } from './context.ts';
import type { LedgerContext } from './context.ts';
import { ChainParameters } from './parameters.ts';
import { ChainSchema, LinksSchema } from './views/schemas.ts';

export function addChainRoutes(scope: FastifyInstance, context: LedgerContext): void {
  scope.withTypeProvider<RequestTypes>().get(
    '/v1/chains/:chain',
    {
      config: { access: { kind: 'open' }, codes: [...LEDGER_STATE_CODES, 'CHAIN_UNKNOWN'] },
      schema: {
        operationId: 'getChain',
        summary: 'A chain: its identity, members, and how far it has come',
        tags: ['ledger'],
        params: ChainParameters,
        response: { 200: Type.Object({ ...ChainSchema.properties, links: LinksSchema }) },
      },
    },
    async ({ params }) => {
      const api = await ledgerOf(context, params.chain);
      return present(context, await api.chain());
    },
  );
}

function present(context: LedgerContext, chain: ChainView): object {
  const log = `/log/${context.name}`;
  const links = {
    self: pathIn(context),
    latestBlock: pathIn(context, 'blocks', 'latest'),
    events: pathIn(context, 'events'),
    checkpoint: `${log}/checkpoint`,
    policy: `${log}/policy`,
  };
  return { ...chain, links };
}

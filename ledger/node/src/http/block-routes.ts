/** GET /v1/chains/{chain}/blocks/{block}: query a block by height, hash, or `latest`. */

import type { RequestTypes } from '@stele/server';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import type { BlockView } from '@stele/protocol';
import { LEDGER_STATE_CODES } from './catalogue.ts';
import { ledgerOf, pathIn } from './context.ts';
import type { LedgerContext } from './context.ts';
import { BlockParameters } from './parameters.ts';
import { BlockSchema, LinksSchema } from './views/schemas.ts';

export function addBlockRoutes(scope: FastifyInstance, context: LedgerContext): void {
  scope.withTypeProvider<RequestTypes>().get(
    '/v1/chains/:chain/blocks/:block',
    {
      config: {
        access: context.entries,
        codes: [...LEDGER_STATE_CODES, 'CHAIN_UNKNOWN', 'BLOCK_UNKNOWN'],
      },
      schema: {
        operationId: 'getBlock',
        summary: 'A block by height, by hash, or the latest',
        tags: ['ledger'],
        params: BlockParameters,
        response: { 200: Type.Object({ ...BlockSchema.properties, links: LinksSchema }) },
      },
    },
    async ({ params }) => {
      const api = await ledgerOf(context, params.chain);
      return present(context, await api.block(readReference(params.block)));
    },
  );
}

/** 64 digits are a hash, even if all of them are decimal: no height is that long. */
function readReference(text: string): number | string {
  return text === 'latest' || text.length === 64 ? text : Number(text);
}

function present(context: LedgerContext, block: BlockView): object {
  const { height } = block;
  const links = {
    self: pathIn(context, 'blocks', height),
    ...(height > 0 ? { previous: pathIn(context, 'blocks', height - 1) } : {}),
  };
  return { ...block, links };
}

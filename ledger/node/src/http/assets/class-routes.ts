/** GET /v1/chains/{chain}/classes, …/classes/{class}: classes of assets (spec/assets.md, "Classes"). */

import type { ClassView } from '@stele/protocol';
import type { RequestTypes } from '@stele/server';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { LEDGER_STATE_CODES } from '../catalogue.ts';
import { ledgerOf, pathIn } from '../context.ts';
import type { LedgerContext } from '../context.ts';
import { ChainParameters } from '../parameters.ts';
import { ClassSchema } from '../views/asset-schemas.ts';
import { LinksSchema } from '../views/schemas.ts';
import { pageQuery, pageSchema } from './pages.ts';

const tags = ['assets'];
const Class = Type.Object({ ...ClassSchema.properties, links: LinksSchema });

const ClassParameters = Type.Object({
  ...ChainParameters.properties,
  class: Type.String({
    pattern: '^(?:[0-9a-f]{32}|[a-z0-9][a-z0-9-]{0,31}~[a-z0-9][a-z0-9-]{0,31})$',
    description: '32 hexadecimal digits, or `organisation~name`',
  }),
});

export function addClassRoutes(scope: FastifyInstance, context: LedgerContext): void {
  addList(scope, context);
  addOne(scope, context);
}

function addList(scope: FastifyInstance, context: LedgerContext): void {
  scope.withTypeProvider<RequestTypes>().get(
    '/v1/chains/:chain/classes',
    {
      config: {
        access: context.entries,
        codes: [...LEDGER_STATE_CODES, 'CHAIN_UNKNOWN', 'CURSOR_MALFORMED'],
      },
      schema: {
        operationId: 'listClasses',
        summary: 'Classes of assets, by id',
        tags,
        params: ChainParameters,
        querystring: Type.Object(pageQuery),
        response: { 200: pageSchema(Class) },
      },
    },
    async ({ params, query }) => {
      const api = await ledgerOf(context, params.chain);
      const { items, nextCursor } = await api.classes(query);
      return { items: items.map((one) => present(context, one)), nextCursor };
    },
  );
}

function addOne(scope: FastifyInstance, context: LedgerContext): void {
  scope.withTypeProvider<RequestTypes>().get(
    '/v1/chains/:chain/classes/:class',
    {
      config: {
        access: context.entries,
        codes: [...LEDGER_STATE_CODES, 'CHAIN_UNKNOWN', 'CLASS_ABSENT'],
      },
      schema: {
        operationId: 'getClass',
        summary: 'A class of assets, by id or as organisation~name',
        tags,
        params: ClassParameters,
        response: { 200: Class },
      },
    },
    async ({ params }) => {
      const api = await ledgerOf(context, params.chain);
      return present(context, await api.assetClass(params.class));
    },
  );
}

function present(context: LedgerContext, view: ClassView): object {
  const links = {
    self: pathIn(context, 'classes', view.id),
    block: pathIn(context, 'blocks', view.definedAtHeight),
  };
  return { ...view, links };
}

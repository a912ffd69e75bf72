/**
 * GET /v1/chains/{chain}/entries/{index}: an entry of the log as it stands there; …/payloads/{payload}: what its transaction brought
 * beside it, for whoever has a key, because entries commit to payloads and do not show them.
 */

import { concat } from '@stele/base';
import { encode, PAYLOAD_ITEMS_MAX } from '@stele/protocol';
import type { RequestTypes } from '@stele/server';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { LEDGER_STATE_CODES } from './catalogue.ts';
import { ledgerOf } from './context.ts';
import type { LedgerContext } from './context.ts';
import { EntryParameters, count } from './parameters.ts';

const ENTRY = 'application/octet-stream';
const ITEMS = 'application/cbor-seq';

export function addEntryRoutes(scope: FastifyInstance, context: LedgerContext): void {
  addEntry(scope, context);
  addPayloadItems(scope, context);
}

function addEntry(scope: FastifyInstance, context: LedgerContext): void {
  scope.withTypeProvider<RequestTypes>().get(
    '/v1/chains/:chain/entries/:index',
    {
      config: {
        access: context.entries,
        codes: [...LEDGER_STATE_CODES, 'CHAIN_UNKNOWN', 'ENTRY_UNKNOWN'],
      },
      schema: {
        operationId: 'getEntry',
        summary: 'An entry of the log, as encoded',
        tags: ['ledger'],
        params: EntryParameters,
        response: {
          200: { description: 'The entry', content: { [ENTRY]: { schema: Type.String() } } },
        },
      },
    },
    async ({ params }, reply) => {
      const api = await ledgerOf(context, params.chain);
      return reply.type(ENTRY).send(Buffer.from(await api.entry(params.index)));
    },
  );
}

const PayloadParameters = Type.Object({
  ...EntryParameters.properties,
  payload: count('number of the payload in its transaction'),
});

const ItemsQuery = Type.Object({
  first: Type.Optional(count('number of the first item; 0 when absent')),
  count: Type.Optional(
    Type.Integer({ minimum: 0, maximum: PAYLOAD_ITEMS_MAX, description: 'all when absent' }),
  ),
});

function addPayloadItems(scope: FastifyInstance, context: LedgerContext): void {
  scope.withTypeProvider<RequestTypes>().get(
    '/v1/chains/:chain/entries/:index/payloads/:payload',
    {
      config: {
        access: { kind: 'key' },
        codes: [...LEDGER_STATE_CODES, 'CHAIN_UNKNOWN', 'ENTRY_UNKNOWN', 'PAYLOAD_ABSENT'],
      },
      schema: {
        operationId: 'listPayloadItems',
        summary: 'Items of a payload, each as a byte string; a blob has none',
        tags: ['ledger'],
        params: PayloadParameters,
        querystring: ItemsQuery,
        response: {
          200: { description: 'A CBOR sequence', content: { [ITEMS]: { schema: Type.String() } } },
        },
      },
    },
    async ({ params, query }, reply) => {
      const { chain, index, payload } = params;
      const api = await ledgerOf(context, chain);
      const items = await api.payloadItems({ index, payload, ...query });
      return reply.type(ITEMS).send(Buffer.from(concat(...items.map((item) => encode(item)))));
    },
  );
}

/** GET /v1/chains/{chain}/outputs/{output}, …/trace, …/proof: one output, where it came from or went, and proof of its state. */

import type { TraceStep } from '@stele/protocol';
import type { RequestTypes } from '@stele/server';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { LEDGER_STATE_CODES } from '../catalogue.ts';
import { ledgerOf, pathIn } from '../context.ts';
import type { LedgerContext } from '../context.ts';
import { ChainParameters, count } from '../parameters.ts';
import { LiveProofSchema, TraceStepSchema } from '../views/asset-schemas.ts';
import { LinksSchema } from '../views/schemas.ts';
import { pageQuery, pageSchema } from './pages.ts';
import { LinkedOutputSchema, presentOutput } from './present-output.ts';

const tags = ['assets'];
const codes = [...LEDGER_STATE_CODES, 'CHAIN_UNKNOWN', 'OUTPUT_ABSENT'];

const OutputParameters = Type.Object({
  ...ChainParameters.properties,
  output: Type.String({
    pattern: '^out_[0-9a-f]{20}$',
    description: '`out_` and 20 hexadecimal digits',
  }),
});

export function addOutputRoutes(scope: FastifyInstance, context: LedgerContext): void {
  addOne(scope, context);
  addTrace(scope, context);
  addProof(scope, context);
}

function addOne(scope: FastifyInstance, context: LedgerContext): void {
  scope.withTypeProvider<RequestTypes>().get(
    '/v1/chains/:chain/outputs/:output',
    {
      config: { access: context.entries, codes },
      schema: {
        operationId: 'getOutput',
        summary: 'An output, live or spent',
        tags,
        params: OutputParameters,
        response: { 200: LinkedOutputSchema },
      },
    },
    async ({ params }) => {
      const api = await ledgerOf(context, params.chain);
      return presentOutput(context, await api.output(params.output));
    },
  );
}

const Step = Type.Object({ ...TraceStepSchema.properties, links: LinksSchema });

function addTrace(scope: FastifyInstance, context: LedgerContext): void {
  scope.withTypeProvider<RequestTypes>().get(
    '/v1/chains/:chain/outputs/:output/trace',
    {
      config: { access: context.entries, codes: [...codes, 'CURSOR_MALFORMED'] },
      schema: {
        operationId: 'traceOutput',
        summary: 'Where an output came from, back to its issues, or where it went; breadth first',
        tags,
        params: OutputParameters,
        querystring: Type.Object({
          direction: Type.Optional(
            Type.Enum(['back', 'forward'], { description: 'back when absent' }),
          ),
          ...pageQuery,
        }),
        response: {
          200: Type.Object({
            ...pageSchema(Step).properties,
            complete: Type.Boolean({ description: 'whether nothing is behind this page' }),
          }),
        },
      },
    },
    async ({ params: { chain, output }, query: { direction = 'back', ...page } }) => {
      const api = await ledgerOf(context, chain);
      const { items, ...rest } = await api.trace({ output, direction, ...page });
      return { items: items.map((one) => presentStep(context, one)), ...rest };
    },
  );
}

function presentStep(context: LedgerContext, step: TraceStep): object {
  const { transaction, index } = step.by;
  const links = {
    output: pathIn(context, 'outputs', step.output.id),
    entry: pathIn(context, 'entries', index),
    ...(transaction === undefined
      ? {}
      : { receipt: pathIn(context, 'transactions', transaction, 'proof') }),
  };
  return { ...step, links };
}

function addProof(scope: FastifyInstance, context: LedgerContext): void {
  scope.withTypeProvider<RequestTypes>().get(
    '/v1/chains/:chain/outputs/:output/proof',
    {
      config: {
        access: context.entries,
        codes: [...codes, 'HEIGHT_UNKNOWN', 'HEIGHT_PAST', 'NOT_PROVEN'],
      },
      schema: {
        operationId: 'proveOutput',
        summary: 'A proof that an output was live, or spent, at the end of a block',
        tags,
        params: OutputParameters,
        querystring: Type.Object({
          at: Type.Optional(count('height of the block; the newest when absent')),
        }),
        response: { 200: LiveProofSchema },
      },
    },
    async ({ params: { chain, output }, query: { at } }) => {
      const api = await ledgerOf(context, chain);
      return api.liveProof({ output, ...(at === undefined ? {} : { atHeight: at }) });
    },
  );
}

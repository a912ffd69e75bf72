/**
 * POST /v1/chains/{chain}/transactions: hands in signed transactions: one as JSON or CBOR, or many as a CBOR sequence. No
 * Idempotency-Key is needed here: the transaction's id is one, since it is a hash of what was signed.
 */

import { assert, isCoded, rejection } from '@stele/base';
import {
  decodeSubmission,
  type LedgerApi,
  splitSequence,
  type Submission,
  type SubmitOptions,
  type SubmitRejected,
  type SubmitResult,
} from '@stele/protocol';
import { readBodies } from '@stele/server';
import type { RequestTypes } from '@stele/server';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { COLLECT_CODES, LEDGER_STATE_CODES, SUBMIT_CODES } from '../catalogue.ts';
import { ledgerOf } from '../context.ts';
import type { LedgerContext } from '../context.ts';
import { SUBMISSIONS_MAX, SUBMISSION_BODIES, WAIT_MS_DEFAULT } from '../limits.ts';
import { answerCollected, WaitingSchema } from '../inbox/collect-answers.ts';
import { submitterOf } from '../inbox/submitter.ts';
import { ChainParameters } from '../parameters.ts';
import { LinksSchema, SubmitRejectedSchema, SubmitResultSchema } from '../views/schemas.ts';
import { JsonSubmissionSchema, submissionFromJson } from './json-submission.ts';
import type { JsonSubmission } from './json-submission.ts';
import { presentOne } from './submit-answers.ts';
import { waitQuery } from './submit-query.ts';

const SubmitQuery = Type.Object({
  ...waitQuery,
  collect: Type.Optional(
    Type.Boolean({
      description: 'keep it for others to sign when signatures are missing; one transaction only',
    }),
  ),
});

const SubmittedSchema = Type.Object({ ...SubmitResultSchema.properties, links: LinksSchema });
const ManySchema = Type.Object({
  items: Type.Array(Type.Union([SubmittedSchema, SubmitRejectedSchema]), {
    description: 'in the order of the request',
  }),
});

/** 200 is both an earlier outcome and the answer to many. */
const answers = {
  200: {
    description: 'It had been committed before; or, to a CBOR sequence, the outcome of each',
    content: { 'application/json': { schema: Type.Union([SubmittedSchema, ManySchema]) } },
  },
  201: { description: 'It has the status waited for', ...SubmittedSchema },
  202: {
    description:
      'The wait ran out, or was not for more than accepted; or, when asked to collect, it waits for signatures',
    ...WaitingSchema,
  },
};

const bodies = {
  'application/json': { schema: JsonSubmissionSchema },
  'application/cbor': {
    schema: Type.Unknown({ description: 'canonical CBOR: [tx, [* payload]]' }),
  },
  'application/cbor-seq': { schema: Type.Unknown({ description: 'RFC 8742: many of them' }) },
};

export function addSubmitRoutes(scope: FastifyInstance, context: LedgerContext): void {
  readBodies(scope, SUBMISSION_BODIES);
  scope.withTypeProvider<RequestTypes>().post(
    '/v1/chains/:chain/transactions',
    {
      config: {
        access: { kind: 'scope', scope: 'ledger:submit' },
        codes: [...LEDGER_STATE_CODES, 'CHAIN_UNKNOWN', ...COLLECT_CODES, ...SUBMIT_CODES],
        bodyLimits: SUBMISSION_BODIES,
      },
      schema: {
        operationId: 'submitTransaction',
        summary:
          'Records a signed transaction, or many; the same bytes again give the first outcome',
        tags: ['ledger'],
        params: ChainParameters,
        querystring: SubmitQuery,
        body: { content: bodies },
        response: answers,
      },
    },
    async ({ params, query, body, mediaType, caller }, reply) => {
      const api = await ledgerOf(context, params.chain);
      const { wait = 'committed', timeoutMs = WAIT_MS_DEFAULT, collect = false } = query;
      const options = { wait, timeoutMs };
      if (mediaType === 'application/cbor-seq') {
        const results = await submitMany(api, splitSequence(body as Uint8Array), options);
        return reply.code(200).send({ items: results.map((one) => presentOne(context, one)) });
      }
      const submission = readSubmission(body, mediaType);
      const result = collect
        ? await api.collect(submission, { ...options, by: submitterOf(caller) })
        : await api.submit(submission, options);
      return answerCollected(context, reply, { result, wait });
    },
  );
}

function readSubmission(body: unknown, mediaType: string | undefined): Submission {
  if (mediaType === 'application/cbor') return decodeSubmission(body as Uint8Array);
  return submissionFromJson(body as JsonSubmission);
}

type Outcome = SubmitResult | SubmitRejected;

/** Each judged by itself: one that cannot even be read does not keep the others from being ordered. */
async function submitMany(
  api: LedgerApi,
  parts: readonly Uint8Array[],
  options: SubmitOptions,
): Promise<readonly Outcome[]> {
  if (parts.length > SUBMISSIONS_MAX) throw tooMany(parts.length);
  const read = parts.map(readOne);
  const submissions = read.filter((one): one is Submission => !('status' in one));
  const outcomes = (await api.submitMany(submissions, options)).values();
  return read.map((one) => ('status' in one ? one : nextOf(outcomes)));
}

function nextOf(outcomes: Iterator<Outcome>): Outcome {
  const next = outcomes.next();
  assert(next.done !== true, 'a ledger answers every submission');
  return next.value;
}

function readOne(bytes: Uint8Array): Submission | SubmitRejected {
  try {
    return decodeSubmission(bytes);
  } catch (error) {
    if (!isCoded(error)) throw error;
    return { id: null, status: 'rejected', code: error.code, detail: error.message };
  }
}

function tooMany(received: number): Error {
  return rejection('SUBMISSIONS_TOO_MANY', `${String(received)} submissions in one request`, {
    data: { limit: 'SUBMISSIONS_MAX', countMax: SUBMISSIONS_MAX },
  });
}

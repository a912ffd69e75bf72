/** How it is told over HTTP what became of a transaction that others sign too: 202 while it waits, else as any submission. */

import type { Collecting, Status, SubmitResult } from '@stele/protocol';
import type { FastifyReply } from 'fastify';
import { Type } from 'typebox';
import { pathIn } from '../context.ts';
import type { LedgerContext } from '../context.ts';
import { answerSubmitted } from '../transactions/submit-answers.ts';
import { CollectingSchema } from '../views/asset-schemas.ts';
import { LinksSchema, SubmitResultSchema } from '../views/schemas.ts';

const SubmittedSchema = Type.Object({ ...SubmitResultSchema.properties, links: LinksSchema });

/** One object, because 202 answers a submission that is on its way too. */
export const WaitingSchema = Type.Object({
  ...SubmittedSchema.properties,
  status: Type.Enum(['collecting', 'accepted', 'ordered', 'committed', 'proven'], {
    description: '`collecting` while it waits for signatures; no success before committed',
  }),
  missing: Type.Optional(CollectingSchema.properties.missing),
  validUntil: Type.Optional(CollectingSchema.properties.validUntil),
});

export const collectedAnswers = {
  200: { description: 'It had been committed before', ...SubmittedSchema },
  201: { description: 'It was signed by all and has the status waited for', ...SubmittedSchema },
  202: {
    description: 'It waits for signatures; or it was submitted, and the wait ran out',
    ...WaitingSchema,
  },
};

export function answerCollected(
  context: LedgerContext,
  reply: FastifyReply,
  { result, wait }: { readonly result: SubmitResult | Collecting; readonly wait: Status },
): FastifyReply {
  if (result.status !== 'collecting') return answerSubmitted(context, reply, { result, wait });
  const self = pathIn(context, 'inbox', result.id);
  const links = { self, signatures: pathIn(context, 'transactions', result.id, 'signatures') };
  return reply
    .code(202)
    .header('location', self)
    .send({ ...result, links });
}

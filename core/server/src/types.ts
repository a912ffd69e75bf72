/** Types of a request's parts from their TypeBox schemas. Answers are typed by the views they present, not by their schemas. */

import type { FastifyTypeProvider } from 'fastify';
import type { Static, TSchema } from 'typebox';

export interface RequestTypes extends FastifyTypeProvider {
  readonly validator: this['schema'] extends TSchema ? Static<this['schema']> : unknown;
  readonly serializer: unknown;
}

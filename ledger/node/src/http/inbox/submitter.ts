/** Who hands in, as the inbox remembers them: by key or by person, whatever they are called. */

import { assert } from '@stele/base';
import type { FastifyRequest } from 'fastify';

export function submitterOf(caller: FastifyRequest['caller']): string {
  assert(caller !== null, 'a route that needs a key has a caller');
  return caller.kind === 'key' ? `key ${caller.keyId}` : `person ${caller.person.id}`;
}

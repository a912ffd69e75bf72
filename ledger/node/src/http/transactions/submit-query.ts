/** How long who hands in waits, and for what. */

import { Type } from 'typebox';
import { WAIT_MS_MAX } from '../limits.ts';

export const waitQuery = {
  wait: Type.Optional(
    Type.Enum(['accepted', 'ordered', 'committed', 'proven'], {
      description: 'the status to wait for; committed when absent',
    }),
  ),
  timeoutMs: Type.Optional(
    Type.Integer({
      minimum: 0,
      maximum: WAIT_MS_MAX,
      description: 'how long to wait before answering 202; 10 s when absent',
    }),
  ),
};

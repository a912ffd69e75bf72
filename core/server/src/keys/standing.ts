/**
 * Whether a caller who was let in may stay: authority is judged when a request's head comes in, and what comes after it, a body that takes
 * its time or a stream that lasts for days, may outlive the key or the session.
 */

import { rejection } from '@stele/base';
import type { SessionRing } from '../sessions/session-ring.ts';
import { checkState } from './key-record.ts';
import type { Caller } from './key-record.ts';
import type { KeyRing } from './key-ring.ts';

export interface Authorities {
  readonly keys: KeyRing;
  readonly sessions: SessionRing | undefined;
}

/** From memory, and no use of a session. Rejects with SESSION_ENDED, KEY_UNKNOWN, KEY_REVOKED, KEY_EXPIRED. */
export function checkStanding(
  caller: Caller,
  { keys, sessions }: Authorities,
  nowMs: number,
): void {
  if (caller.kind === 'person') {
    if (sessions?.stands(caller.sessionId) === true) return;
    throw rejection('SESSION_ENDED', 'the session has ended');
  }
  const record = keys.find(caller.keyId);
  if (record === undefined) {
    throw rejection('KEY_UNKNOWN', `there is no key with the id ${caller.keyId} any more`);
  }
  checkState(record, nowMs);
}

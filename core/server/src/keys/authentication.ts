/** Who sends a request: the holder of the key that it shows (bearer) or was signed with (RFC 9421). One of them, not both. */

import { rejection } from '@stele/base';
import type { Clock } from '@stele/base';
import type { FastifyRequest } from 'fastify';
import { bearerRecord } from './key-ring.ts';
import type { KeyRing } from './key-ring.ts';
import { callerOf, checkState } from './key-record.ts';
import type { Caller, KeyRecord } from './key-record.ts';
import { isSigned, signatureRecord } from '../signatures/verify-request.ts';
import type { NonceMemory } from '../signatures/nonce-memory.ts';

export interface Authentication {
  readonly keys: KeyRing;
  readonly clock: Clock;
  readonly nonces: NonceMemory;
}

/**
 * The caller. Rejects with KEY_MISSING, KEY_UNKNOWN, KEY_REVOKED, KEY_EXPIRED, CREDENTIALS_TWICE, or a code of a request signature
 * (signatures/verify-request.ts).
 */
export function authenticate(request: FastifyRequest, by: Authentication): Caller {
  const record = recordOf(request, by);
  checkState(record, by.clock.nowMs());
  return callerOf(record);
}

function recordOf(request: FastifyRequest, by: Authentication): KeyRecord {
  const { authorization } = request.headers;
  if (!isSigned(request)) return bearerRecord(authorization, by.keys);
  if (authorization === undefined) return signatureRecord(request, by);
  throw rejection('CREDENTIALS_TWICE', 'the request is signed and has an Authorization header');
}

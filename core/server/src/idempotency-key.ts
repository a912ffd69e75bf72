/**
 * The header Idempotency-Key: a name that a client gives a request, so that it is done once however often it is sent. What was done
 * under a key is remembered where it was done; here the header is only read.
 */

import { rejection } from '@stele/base';
import type { FastifyRequest } from 'fastify';
import { IDEMPOTENCY_KEY_LENGTH_MAX } from './limits.ts';

const VISIBLE_ASCII = /^[\x21-\x7e]+$/;

/**
 * The key, 1 to 255 visible ASCII characters as they were sent; undefined without one. Rejects with IDEMPOTENCY_KEY_MALFORMED. The code
 * for a known key with another body is IDEMPOTENCY_KEY_REUSED.
 */
export function idempotencyKeyOf({ headers }: FastifyRequest): string | undefined {
  const value = headers['idempotency-key'];
  if (value === undefined) return undefined;
  // Sent twice it is one value with ", " inside, which is no key either.
  const isKey =
    typeof value === 'string' &&
    value.length <= IDEMPOTENCY_KEY_LENGTH_MAX &&
    VISIBLE_ASCII.test(value);
  if (isKey) return value;
  const range = `1 to ${String(IDEMPOTENCY_KEY_LENGTH_MAX)} visible ASCII characters`;
  throw rejection('IDEMPOTENCY_KEY_MALFORMED', `Idempotency-Key is not ${range}`);
}

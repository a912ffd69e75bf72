/**
 * Request signatures (RFC 9421, the profile of the API): covered are `@method`, `@path`, `@query` where there is one and
 * `content-digest` where there is a body; parameters are created, nonce, keyid and tag="stele"; keys are Ed25519 or P-256. Read with
 * the library structured-headers; the rest is here and not from http-message-signatures, which reads a clock of its own, normalises
 * paths by a URL parser and leaves replays to its caller (it signs in the tests).
 */

import { verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { rejection } from '@stele/base';
import type { Clock } from '@stele/base';
import { importPublicKey } from '@stele/protocol/node';
import type { FastifyRequest } from 'fastify';
import { SIGNATURE_AGE_MS_MAX, SIGNATURE_LEAD_MS_MAX } from '../limits.ts';
import type { KeyRing } from '../keys/key-ring.ts';
import type { KeyOwner, RequestPublicKey, SignatureKeyRecord } from '../keys/key-record.ts';
import type { NonceMemory } from './nonce-memory.ts';
import { signatureBase } from './signature-base.ts';
import { readSignatureInput } from './signature-input.ts';
import type { SignatureInput } from './signature-input.ts';

/** Whether the request has, or pretends to have, a signature. */
export function isSigned({ headers }: FastifyRequest): boolean {
  return headers['signature-input'] !== undefined || headers['signature'] !== undefined;
}

interface Verification {
  readonly keys: KeyRing;
  readonly clock: Clock;
  readonly nonces: NonceMemory;
}

/**
 * The record of the key that the request was signed with; its nonce is used up. Rejects with REQUEST_SIGNATURE_INVALID, REQUEST_SIGNATURE_INCOMPLETE,
 * REQUEST_SIGNATURE_STALE, REQUEST_SIGNATURE_REPLAYED, KEY_UNKNOWN; fails with NONCES_TOO_MANY. That the body is the one of the covered digest is left
 * to content-digest.ts, since it has not arrived yet.
 */
export function signatureRecord(
  request: FastifyRequest,
  { keys, clock, nonces }: Verification,
): SignatureKeyRecord {
  const { 'signature-input': input, signature } = request.headers;
  const read = readSignatureInput(textOf(input), textOf(signature));
  checkCoverage(request.raw, read.components);
  checkFreshness(read, clock.nowMs(), nonces.floorMs);
  const record = keys.find(read.keyId);
  if (record?.publicKey === undefined) {
    throw rejection('KEY_UNKNOWN', 'there is no key for signatures with this keyid');
  }
  checkSignature(request.raw, read, record);
  nonces.use(record.id, read.nonce, read.createdMs);
  return record;
}

/** Repeated lines of a dictionary are one (RFC 9651 §4.2). */
function textOf(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header.join(', ') : header;
}

function checkCoverage(raw: FastifyRequest['raw'], components: readonly string[]): void {
  const missing = requiredOf(raw).filter((name) => !components.includes(name));
  if (missing.length === 0) return;
  throw rejection(
    'REQUEST_SIGNATURE_INCOMPLETE',
    `the signature does not cover ${missing.join(', ')}`,
    {
      data: { components: missing },
    },
  );
}

function requiredOf({ url = '', headers }: FastifyRequest['raw']): readonly string[] {
  const hasBody =
    headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
  return [
    '@method',
    '@path',
    ...(url.includes('?') ? ['@query'] : []),
    ...(hasBody ? ['content-digest'] : []),
  ];
}

function checkFreshness(input: SignatureInput, nowMs: number, floorMs: number): void {
  const { createdMs, expiresMs = Infinity } = input;
  const tooOld = createdMs < nowMs - SIGNATURE_AGE_MS_MAX || expiresMs <= nowMs;
  if (tooOld) throw stale('the signature is too old', nowMs);
  if (createdMs > nowMs + SIGNATURE_LEAD_MS_MAX) {
    throw stale('the signature was made in the future, by the clock of this server', nowMs);
  }
  if (createdMs < floorMs) throw stale('this server started after the signature was made', nowMs);
}

function stale(detail: string, nowMs: number): Error {
  return rejection('REQUEST_SIGNATURE_STALE', detail, {
    data: { now: new Date(nowMs).toISOString() },
  });
}

const NAMES = { 1: 'ed25519', 2: 'ecdsa-p256-sha256' } as const;

function checkSignature(
  raw: FastifyRequest['raw'],
  input: SignatureInput,
  { id, publicKey }: SignatureKeyRecord,
): void {
  const name = NAMES[publicKey.algorithm];
  if (input.algorithm !== undefined && input.algorithm !== name) {
    throw rejection('REQUEST_SIGNATURE_INVALID', `the key ${id} signs with ${name}`);
  }
  const base = Buffer.from(signatureBase(raw, input), 'latin1');
  const key = keyObjectOf(publicKey);
  // RFC 9421 §3.3.4: r and s side by side.
  const isValid =
    key !== null &&
    (publicKey.algorithm === 1
      ? verify(null, base, key, input.signature)
      : verify('sha256', base, { key, dsaEncoding: 'ieee-p1363' }, input.signature));
  if (isValid) return;
  throw rejection('REQUEST_SIGNATURE_INVALID', `the signature is not one of the key ${id}`);
}

/** Importing a key costs as much as a verification. Held by the record, so it goes with it. */
const imported = new WeakMap<RequestPublicKey, KeyObject | null>();

function keyObjectOf(publicKey: RequestPublicKey): KeyObject | null {
  const known = imported.get(publicKey);
  if (known !== undefined) return known;
  const made = importPublicKey(publicKey.algorithm, publicKey.key);
  imported.set(publicKey, made);
  return made;
}

const LENGTHS = { 1: 32, 2: 65 } as const;

/**
 * What to keep of a public key, whose holder signs with `keyid` = `id`. Rejects with PUBLIC_KEY_MALFORMED when it is no key of its
 * algorithm.
 */
export function signatureKeyRecord(
  id: string,
  publicKey: RequestPublicKey,
  owner: KeyOwner,
): SignatureKeyRecord {
  const { algorithm, key } = publicKey;
  const isWhole = key.length === LENGTHS[algorithm] && (algorithm === 1 || key[0] === 4);
  if (!isWhole || importPublicKey(algorithm, key) === null) {
    throw rejection('PUBLIC_KEY_MALFORMED', `this is no ${NAMES[algorithm]} key`);
  }
  return { id, ...owner, publicKey };
}

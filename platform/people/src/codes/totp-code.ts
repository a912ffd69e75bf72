/** Codes of an authenticator app (RFC 6238): SHA-1, six digits, thirty seconds, which is what every app reads. */

import type { Random } from '@stele/base';
import { Secret, TOTP } from 'otpauth';
import { CODE_DIGITS, CODE_PERIOD_S, CODE_SECRET_BYTES, CODE_STEPS_ASIDE } from '../limits.ts';
import type { Totp } from '../people/person.ts';

const PERIOD_MS = CODE_PERIOD_S * 1_000;

/** A new secret, base32. */
export function newCodeSecret(random: Random): string {
  const bytes = Uint8Array.from(random.bytes(CODE_SECRET_BYTES));
  return new Secret({ buffer: bytes.buffer }).base32;
}

/** What a QR code of the secret says (Key URI Format). */
export function codeUri(secret: string, organisation: string, person: string): string {
  return totpOf(secret, { issuer: organisation, label: person }).toString();
}

/**
 * The time step that `code` is of, which is to be remembered; undefined when it is of none near now, or not of one after the last that
 * was used: an older one may have been seen by somebody else.
 */
export function codeStep(totp: Totp, code: string, nowMs: number): number | undefined {
  const token = code.replace(/\s/g, '');
  if (!/^[0-9]+$/.test(token) || token.length !== CODE_DIGITS) return undefined;
  const aside = totpOf(totp.secret).validate({ token, timestamp: nowMs, window: CODE_STEPS_ASIDE });
  if (aside === null) return undefined;
  const step = Math.floor(nowMs / PERIOD_MS) + aside;
  return step > totp.lastStep ? step : undefined;
}

function totpOf(secret: string, names: { issuer?: string; label?: string } = {}): TOTP {
  return new TOTP({
    ...names,
    secret: Secret.fromBase32(secret),
    algorithm: 'SHA1',
    digits: CODE_DIGITS,
    period: CODE_PERIOD_S,
  });
}

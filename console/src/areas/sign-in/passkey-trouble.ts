/** The browser's own part of a passkey, and what it says when there is none, as problems that pages can show. */

import type * as WebAuthn from '@simplewebauthn/browser';

import { ApiError, ownProblem, textOf } from '../../api/api-error.ts';

type Browser = typeof WebAuthn;

/**
 * What the browser gives for a request. Rejects with ApiError: PASSKEY_UNSUPPORTED where the browser has none or the address is not a
 * secure one, PASSKEY_CANCELLED when its owner did, PASSKEY_HERE_ALREADY when this authenticator has one.
 */
export async function askedOf<T>(ask: (browser: Browser) => Promise<T>): Promise<T> {
  const browser = await import('@simplewebauthn/browser');
  if (!browser.browserSupportsWebAuthn()) throw new ApiError(ownProblem('PASSKEY_UNSUPPORTED'));
  try {
    return await ask(browser);
  } catch (error) {
    throw new ApiError(ownProblem(codeOf(error), textOf(error)));
  }
}

function codeOf(error: unknown): string {
  const name = error instanceof Error ? error.name : '';
  if (name === 'InvalidStateError') return 'PASSKEY_HERE_ALREADY';
  return name === 'NotAllowedError' || name === 'AbortError'
    ? 'PASSKEY_CANCELLED'
    : 'PASSKEY_FAILED';
}

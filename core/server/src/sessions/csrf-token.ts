/**
 * The second half of a session, which a page has to read and send by itself, as no other site can make a browser do. It follows from
 * the cookie's token, so nothing is kept for it; and a digest does not lead back to the token.
 */

import { createHmac, timingSafeEqual } from 'node:crypto';

/** Of the session with this token. */
export function csrfTokenOf(token: string): string {
  return createHmac('sha256', token).update('stele csrf token').digest('base64url');
}

/** Whether `given` is the one of this session. Takes the same time for every wrong one of the right length. */
export function isCsrfTokenOf(token: string, given: unknown): boolean {
  if (typeof given !== 'string') return false;
  const expected = Buffer.from(csrfTokenOf(token));
  const sent = Buffer.from(given);
  return sent.length === expected.length && timingSafeEqual(sent, expected);
}

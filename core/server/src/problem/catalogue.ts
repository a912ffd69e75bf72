/**
 * The public codes. A code that is in no catalogue reaches the user as INTERNAL and a request id only; its own words go to the
 * log. A catalogue is data: status, title and action of a code stand in one place, `/v1/codes` serves it, and OpenAPI names it.
 */

import { assert } from '@stele/base';

export interface CodeEntry {
  /** HTTP status. */
  readonly status: number;
  /** The same for every occurrence (RFC 9457 §3.1.3). */
  readonly title: string;
  /** What to do next, unless the error itself says something more fitting. */
  readonly action: string;
  /** Fields of the error's data that are part of the answer. Others stay inside. */
  readonly shows?: readonly string[];
}

export type Catalogue = Readonly<Record<string, CodeEntry>>;

/** Codes that the scaffolding itself answers with. */
export const SERVER_CODES: Catalogue = {
  BODY_TOO_LARGE: {
    status: 413,
    title: 'The body is larger than this route takes.',
    action: 'Send less in one request; `bytesMax` says how much is taken.',
    shows: ['limit', 'bytesMax', 'countMax'],
  },
  CONTENT_DIGEST_MALFORMED: {
    status: 400,
    title: 'Content-Digest cannot be read.',
    action: 'Send `Content-Digest: sha-256=:…:` (RFC 9530) or leave it out.',
  },
  CONTENT_DIGEST_MISMATCH: {
    status: 400,
    title: 'The body is not the one that Content-Digest is of.',
    action:
      'Take the digest of the bytes as they are sent, and check what changes them on the way.',
  },
  CREDENTIALS_TWICE: {
    status: 400,
    title: 'The request is signed and carries a key.',
    action: 'Sign the request or send `Authorization`, not both.',
  },
  CSRF_TOKEN_WRONG: {
    status: 403,
    title: 'The request does not come from a page of this session.',
    action: 'Send the header X-CSRF-Token with `csrfToken` from GET /v1/session.',
  },
  CURSOR_MALFORMED: {
    status: 400,
    title: 'The cursor is not one of this list.',
    action: 'Use `nextCursor` of the page before, with the same filters.',
  },
  HEADERS_TOO_LARGE: {
    status: 431,
    title: 'The request line and headers are too large.',
    action: 'Shorten the path, the query or the headers.',
    shows: ['limit', 'bytesMax'],
  },
  HOST_FOREIGN: {
    status: 421,
    title: 'This server answers to names of its own machine only.',
    action:
      'Use http://127.0.0.1 or http://localhost with its port, or set STELE_BEHIND_PROXY=1 behind a proxy.',
  },
  HOST_TWICE: {
    status: 400,
    title: 'The request has more than one Host header.',
    action: 'Send one Host header.',
  },
  IDEMPOTENCY_KEY_MALFORMED: {
    status: 400,
    title: 'The header Idempotency-Key is none.',
    action: 'Send one, of 1 to 255 visible ASCII characters without spaces; a UUID is a good one.',
  },
  IDEMPOTENCY_KEY_REUSED: {
    status: 409,
    title: 'The Idempotency-Key stands for another request.',
    action: 'Use a new key for a new request, and the old one only to repeat the old request.',
  },
  INTERNAL: {
    status: 500,
    title: 'Something failed inside the server.',
    action: 'Give the operator the request id; the log of the server has it too.',
  },
  JSON_MALFORMED: {
    status: 400,
    title: 'The body is not the JSON this server reads.',
    action: 'Send one JSON text (RFC 8259) in UTF-8, without `__proto__`, nested at most 32 deep.',
  },
  KEY_EXPIRED: {
    status: 401,
    title: 'The key has expired.',
    action: 'Ask whoever made the key for a new one.',
  },
  KEY_MISSING: {
    status: 401,
    title: 'This needs a key.',
    action:
      'Send the header `Authorization: Bearer stele_…`, sign the request, or sign in with a browser; the first key is in admin.key of the data folder.',
  },
  KEY_REVOKED: {
    status: 401,
    title: 'The key was revoked.',
    action: 'Ask whoever made the key for a new one.',
  },
  KEY_UNKNOWN: {
    status: 401,
    title: 'The key is not known here.',
    action: 'Check that the whole key was copied and that it was made for this server.',
  },
  METHOD_NOT_ALLOWED: {
    status: 405,
    title: 'This path has no such method.',
    action: 'Use one of the methods that the Allow header lists.',
    shows: ['allow'],
  },
  MULTIPART_MALFORMED: {
    status: 400,
    title: 'The form cannot be read.',
    action: 'Send multipart/form-data (RFC 7578) whole, each part with Content-Disposition.',
  },
  NONCES_TOO_MANY: {
    status: 429,
    title: 'Too many signed requests in five minutes.',
    action: 'Slow down, or use a bearer key, for which there is no such limit.',
  },
  NOT_ACCEPTABLE: {
    status: 406,
    title: 'None of the forms asked for exists.',
    action: 'Ask for one of `forms`.',
    shows: ['forms'],
  },
  NOT_FOUND: {
    status: 404,
    title: 'There is nothing at this path.',
    action: 'Look at /openapi.json for the paths that exist.',
  },
  NOT_READY: {
    status: 503,
    title: 'The server is not ready yet.',
    action: 'Try again after the time in Retry-After.',
    shows: ['parts'],
  },
  ORIGIN_FOREIGN: {
    status: 403,
    title: 'The request comes from a page of another site.',
    action:
      'Open the console of this server itself; behind a proxy, set STELE_PUBLIC_URL to the address that browsers use.',
  },
  PUBLIC_KEY_MALFORMED: {
    status: 400,
    title: 'This is no public key of the algorithm named.',
    action: 'Send 32 bytes of Ed25519, or a P-256 point uncompressed in 65 bytes.',
  },
  RATE_LIMITED: {
    status: 429,
    title: 'Too many requests from this address.',
    action: 'Try again after the time in Retry-After.',
    shows: ['limit', 'perMinute'],
  },
  REQUEST_INVALID: {
    status: 400,
    title: 'The request does not have the shape this route takes.',
    action: 'Mend what `errors` lists; /openapi.json describes the shape.',
  },
  REQUEST_MALFORMED: {
    status: 400,
    title: 'This is not well-formed HTTP.',
    action: 'Check path, headers and length of what was sent.',
  },
  REQUEST_TOO_SLOW: {
    status: 408,
    title: 'The request did not arrive in time.',
    action: 'Send it again, over a faster connection or in smaller parts.',
  },
  SCOPE_MISSING: {
    status: 403,
    title: 'The key or person may not do this.',
    action: 'Use a key that has the scope named in `scope`, or ask an administrator to do it.',
    shows: ['scope'],
  },
  SESSION_ENDED: {
    status: 401,
    title: 'The session has ended.',
    action: 'Sign in again.',
  },
  SESSION_MISSING: {
    status: 401,
    title: 'This is for people who have signed in.',
    action: 'Sign in with a browser; `npx stele open` on the machine of the server gives a link.',
  },
  SHUTTING_DOWN: {
    status: 503,
    title: 'The server is stopping.',
    action: 'Try again after the time in Retry-After.',
  },
  TOO_MANY_UNDER_WAY: {
    status: 429,
    title: 'Too many calls are being answered already.',
    action:
      'Try again after the time in Retry-After, with fewer at once; many records go faster as a batch.',
    shows: ['limit', 'value'],
  },
  REQUEST_SIGNATURE_INCOMPLETE: {
    status: 401,
    title: 'The request signature leaves something uncovered.',
    action: 'Cover what `components` lists as well, and sign again.',
    shows: ['components'],
  },
  REQUEST_SIGNATURE_INVALID: {
    status: 401,
    title: 'The request signature does not hold.',
    action:
      'Check the parameters created, nonce, keyid and tag="stele", the key, and that nothing changes the request on the way.',
    shows: ['component'],
  },
  REQUEST_SIGNATURE_REPLAYED: {
    status: 401,
    title: 'The request signature was used before.',
    action: 'Sign every request anew, a repeated one too, with a nonce of its own.',
  },
  REQUEST_SIGNATURE_STALE: {
    status: 401,
    title: 'The request signature is not fresh.',
    action: 'Sign again now; `now` is the time of this server, for clocks that are wrong.',
    shows: ['now'],
  },
  UNSUPPORTED_MEDIA_TYPE: {
    status: 415,
    title: 'This route does not take this kind of body.',
    action: 'Set Content-Type to one that /openapi.json names for this route.',
  },
  URI_TOO_LONG: {
    status: 414,
    title: 'A part of the path is too long.',
    action: 'Check the path; no part of a valid one is that long.',
  },
};

const CODE = /^[A-Z][A-Z0-9_]{0,39}$/;

/** The server's codes and the caller's in one catalogue. A code stands in one place only. */
export function joinCatalogues(own: Catalogue, others: Catalogue): Catalogue {
  for (const [code, entry] of Object.entries(others)) {
    assert(CODE.test(code), `${code} is no code`);
    assert(!Object.hasOwn(own, code), `${code} stands in two catalogues`);
    assert(entry.status >= 400 && entry.status <= 599, `${code} has no error status`);
  }
  return { ...own, ...others };
}

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
    shows: ['limit', 'bytesMax'],
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
  KEY_MISSING: {
    status: 401,
    title: 'This needs a key.',
    action:
      'Send the header `Authorization: Bearer stele_…`; the first key is in admin.key of the data folder.',
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
    title: 'The key may not do this.',
    action: 'Use a key that has the scope named in `scope`.',
    shows: ['scope'],
  },
  SHUTTING_DOWN: {
    status: 503,
    title: 'The server is stopping.',
    action: 'Try again after the time in Retry-After.',
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

/**
 * Which bodies are read, and how much of each. JSON strictly (json-text.ts); what else JSON allows is left to the schemas. Any other kind arrives as bytes.
 */

import type { FastifyInstance } from 'fastify';
import { readJson } from './json-text.ts';
import { BODY_BYTES_MAX } from './limits.ts';

/** A limit as a reader sees it in a 413. */
export interface NamedLimit {
  readonly name: string;
  /** Bytes. */
  readonly value: number;
}

/** What is read, by media type. */
export type BodyLimits = Readonly<Record<string, NamedLimit>>;

export const BODY_LIMIT: NamedLimit = { name: 'BODY_BYTES_MAX', value: BODY_BYTES_MAX };

/** For routes that say nothing else. */
export const BODY_LIMITS: BodyLimits = { 'application/json': BODY_LIMIT };

/**
 * Makes these the only bodies that the routes of `scope` read. A route that uses other limits than BODY_LIMITS repeats them in its
 * config, for the 413 answer.
 */
export function readBodies(scope: FastifyInstance, limits: BodyLimits): void {
  scope.removeAllContentTypeParsers();
  for (const [mediaType, { value: bodyLimit }] of Object.entries(limits)) {
    const options = { parseAs: 'buffer', bodyLimit } as const;
    if (mediaType === 'application/json') addJson(scope, options);
    else scope.addContentTypeParser<Buffer>(mediaType, options, passOn);
  }
}

function addJson(
  scope: FastifyInstance,
  options: { readonly parseAs: 'buffer'; readonly bodyLimit: number },
): void {
  scope.addContentTypeParser<Buffer>('application/json', options, (_request, body, done) => {
    // What this throws is passed to `done` by Fastify.
    done(null, readJson(body));
  });
}

/** As plain bytes: a Buffer's `slice` shares memory where that of its base class copies, and the code behind expects the latter. */
function passOn(_: unknown, body: Buffer, done: (error: null, body: Uint8Array) => void): void {
  done(null, new Uint8Array(body.buffer, body.byteOffset, body.length));
}

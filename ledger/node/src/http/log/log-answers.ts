/** How a file of the log is answered: media type, how long it may be kept, entity tag. */

import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';

export const TEXT = 'text/plain; charset=utf-8';
export const TILE = 'application/octet-stream';

/** Directives of Cache-Control. Kept, but asked about each time. */
export const CHANGING = 'no-cache';
export const IMMUTABLE = 'max-age=31536000, immutable';
export const PASSING = 'max-age=3600';

export interface LogFile {
  readonly bytes: Uint8Array;
  readonly type: string;
  readonly caching: string;
}

/** Sends the file, or 304 to a reader who has it. What needed a key is for that reader's own cache only. */
export function sendLogFile(
  request: FastifyRequest,
  reply: FastifyReply,
  { bytes, type, caching }: LogFile,
): FastifyReply {
  const tag = entityTag(bytes);
  const audience = request.caller === null ? 'public' : 'private';
  reply.header('cache-control', `${audience}, ${caching}`).header('etag', tag);
  if (hasTag(request.headers['if-none-match'], tag)) return reply.code(304).send();
  return reply.type(type).send(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length));
}

const TAG_BYTES = 16;

function entityTag(bytes: Uint8Array): string {
  const digest = createHash('sha256').update(bytes).digest();
  return `"${digest.subarray(0, TAG_BYTES).toString('base64url')}"`;
}

/** RFC 9110 §13.1.2: weak comparison, so a `W/` before the tag does not matter. */
function hasTag(header: string | undefined, tag: string): boolean {
  if (header === undefined) return false;
  const tags = header.split(',').map((one) => one.trim().replace(/^W\//, ''));
  return tags.includes(tag) || tags.includes('*');
}

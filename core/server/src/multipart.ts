/**
 * Forms with files (RFC 7578), as a stream of parts: each part's bytes pass by once, under named limits, and nothing waits in memory
 * but what the reader has not taken yet. Parsed by @fastify/busboy; @fastify/multipart around it was rejected, because it reads the
 * bare request instead of the payload that Content-Digest is checked on, and collects fields.
 */

import { on } from 'node:events';
import type { IncomingHttpHeaders } from 'node:http';
import type { Readable, Writable } from 'node:stream';
import { Busboy } from '@fastify/busboy';
import type { BusboyHeaders } from '@fastify/busboy';
import { concat, isCoded, rejection } from '@stele/base';
import type { FastifyInstance } from 'fastify';
import type { NamedLimit } from './bodies.ts';
import { PART_HEADER_BYTES_MAX, PART_HEADERS_MAX } from './limits.ts';

export interface MultipartLimits {
  /** Bytes of all of it: what stands before, between and behind the parts is nobody's, and would come for ever. */
  readonly form: NamedLimit;
  /** Bytes of each part that has a file name. */
  readonly file: NamedLimit;
  /** Bytes of each part that has none. */
  readonly field: NamedLimit;
  /** How many parts. */
  readonly parts: NamedLimit;
}

export interface Part {
  readonly name: string;
  /** Undefined for a field. Never a path. */
  readonly fileName: string | undefined;
  readonly mediaType: string;
  /** To be read at once, or not at all; rejects with BODY_TOO_LARGE as soon as the part is longer than its limit. */
  readonly bytes: AsyncIterable<Uint8Array>;
}

/**
 * The body of such a request: its parts in the order they were sent, to be iterated once and to the end. Rejects with
 * MULTIPART_MALFORMED, BODY_TOO_LARGE with the limit's name and value, CONTENT_DIGEST_MISMATCH at the end.
 */
export type MultipartBody = AsyncIterable<Part>;

export const MULTIPART = 'multipart/form-data';

/** Has the routes of `scope` read multipart/form-data besides what they read; `request.body` is a MultipartBody then. */
export function readMultipart(scope: FastifyInstance, limits: MultipartLimits): void {
  scope.addContentTypeParser(MULTIPART, ({ headers }, payload, done) => {
    if (Number(headers['content-length']) > limits.form.value) done(tooLarge('form', limits.form));
    else done(null, partsOf(payload, headers, limits));
  });
}

async function* partsOf(
  payload: Readable,
  headers: IncomingHttpHeaders,
  limits: MultipartLimits,
): AsyncGenerator<Part> {
  const form = openForm(headers, limits);
  const open = new Set<Readable>();
  const fail = (error: Error): void => {
    for (const file of open) file.destroy(error);
    form.destroy(error);
  };
  form.on('file', (_name: unknown, file: Readable) => {
    // Without a listener its error would end the process; with the form's own it reaches the reader anyway.
    file
      .on('error', () => undefined)
      .once('close', () => {
        open.delete(file);
        noticeEnd();
      });
    open.add(file);
  });
  // Inside the headers of a part busboy does not notice that there is no more to come.
  const noticeEnd = (): void => {
    setImmediate(() => {
      const isOver = payload.readableEnded && open.size === 0;
      if (isOver && !form.writableFinished) fail(malformed('it breaks off'));
    });
  };
  const files = on(form, 'file', { close: ['finish'] });
  payload.once('error', fail).once('end', noticeEnd);
  payload.once('aborted', () => fail(malformed('it breaks off')));
  let length = 0;
  payload.on('data', (chunk: Buffer) => {
    length += chunk.length;
    if (length > limits.form.value) fail(tooLarge('form', limits.form));
  });
  payload.pipe(form);
  try {
    let count = 0;
    for await (const [name, file, fileName, , mediaType] of files as AsyncIterable<FileEvent>) {
      if (++count > limits.parts.value) throw tooMany(limits.parts);
      const limit = fileName === undefined ? limits.field : limits.file;
      yield { name: name ?? '', fileName, mediaType, bytes: bounded(file, limit) };
      if (!file.readableEnded) file.resume();
    }
  } catch (error) {
    throw coded(error);
  } finally {
    payload.unpipe(form);
    fail(malformed('it was not read to its end'));
  }
}

type FileEvent = [string | undefined, Readable, string | undefined, string, string];

function openForm(headers: IncomingHttpHeaders, { parts }: MultipartLimits): Writable {
  const limits = {
    // One more than allowed is let through, so that it is noticed.
    parts: parts.value + 1,
    headerPairs: PART_HEADERS_MAX,
    headerSize: PART_HEADER_BYTES_MAX,
  };
  try {
    // Every part as bytes: what busboy calls a field it would collect, and decode by a charset the sender names.
    return new Busboy({ headers: headers as BusboyHeaders, limits, isPartAFile: () => true }).on(
      'error',
      () => undefined,
    );
  } catch (error) {
    throw coded(error);
  }
}

async function* bounded(file: Readable, limit: NamedLimit): AsyncGenerator<Uint8Array> {
  let length = 0;
  try {
    for await (const chunk of file as AsyncIterable<Buffer>) {
      length += chunk.length;
      if (length > limit.value) throw tooLarge('part', limit);
      yield new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.length);
    }
  } catch (error) {
    throw coded(error);
  }
}

/** What busboy and streams throw is about the form's text. */
function coded(error: unknown): Error {
  return isCoded(error) ? error : malformed(error instanceof Error ? error.message : '');
}

/** The bytes of a part that is held in memory. Rejects with BODY_TOO_LARGE as soon as they are more than `limit`. */
export async function bytesOf({ bytes }: Part, limit: NamedLimit): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of bytes) {
    length += chunk.length;
    if (length > limit.value) throw tooLarge('part', limit);
    chunks.push(chunk);
  }
  return concat(...chunks);
}

function tooLarge(what: 'form' | 'part', { name, value }: NamedLimit): Error {
  return rejection(
    'BODY_TOO_LARGE',
    `the ${what} is longer than ${name} = ${String(value)} bytes`,
    {
      data: { limit: name, bytesMax: value },
    },
  );
}

function tooMany({ name, value }: NamedLimit): Error {
  return rejection('BODY_TOO_LARGE', `there are more than ${name} = ${String(value)} parts`, {
    data: { limit: name, countMax: value },
  });
}

function malformed(detail: string): Error {
  return rejection('MULTIPART_MALFORMED', `the form cannot be read: ${detail}`);
}

/**
 * Content-Digest (RFC 9530): whoever sends one, signed or not, gets it checked, while the body passes on its way to whatever reads
 * it. A body that is read whole never reaches its handler when it is another; of a body that is handed on as a stream, the last bytes
 * are held back and reading fails before its end. So a handler that acts after it has read to the end acts on the right bytes.
 */

import { createHash, timingSafeEqual } from 'node:crypto';
import type { Hash } from 'node:crypto';
import { Transform } from 'node:stream';
import { rejection } from '@stele/base';
import type { FastifyRequest, preParsingHookHandler, RequestPayload } from 'fastify';
import { parseDictionary } from 'structured-headers';

const ALGORITHMS: Readonly<Record<string, string>> = { 'sha-256': 'sha256', 'sha-512': 'sha512' };

interface Expected {
  readonly name: string;
  readonly digest: Uint8Array;
}

/** The preParsing hook. Rejects with CONTENT_DIGEST_MALFORMED; what it hands on fails with CONTENT_DIGEST_MISMATCH. */
export const contentDigestHook: preParsingHookHandler = (request, _reply, payload, done) => {
  if (request.headers['content-digest'] === undefined) {
    done(null, payload);
    return;
  }
  const expected = tryRead(request);
  if (expected === undefined) done(malformed());
  else done(null, checked(payload, expected));
};

function tryRead({ headers }: FastifyRequest): readonly Expected[] | undefined {
  try {
    return readDigests(String(headers['content-digest']));
  } catch {
    return undefined;
  }
}

/** All digests of algorithms that are known here; undefined when there is none to check by. */
function readDigests(header: string): readonly Expected[] | undefined {
  const expected: Expected[] = [];
  for (const [name, [value]] of parseDictionary(header)) {
    if (!Object.hasOwn(ALGORITHMS, name)) continue;
    if (!(value instanceof ArrayBuffer)) return undefined;
    expected.push({ name, digest: new Uint8Array(value) });
  }
  return expected.length === 0 ? undefined : expected;
}

function checked(payload: RequestPayload, expected: readonly Expected[]): RequestPayload {
  const check = new DigestCheck(expected);
  payload.on('error', (error: Error) => check.destroy(error));
  return payload.pipe(check);
}

/** Passes everything on but the newest chunk, which is kept until the end has shown that all is as it should be. */
class DigestCheck extends Transform {
  /** Fastify compares it with Content-Length. */
  receivedEncodedLength = 0;
  readonly #hashes: readonly { readonly expected: Expected; readonly hash: Hash }[];
  #last: Buffer | undefined;

  constructor(expected: readonly Expected[]) {
    super();
    this.#hashes = expected.map((each) => ({
      expected: each,
      hash: createHash(ALGORITHMS[each.name] ?? ''),
    }));
  }

  override _transform(chunk: Buffer, _encoding: string, done: (error?: Error) => void): void {
    this.receivedEncodedLength += chunk.length;
    for (const { hash } of this.#hashes) hash.update(chunk);
    if (this.#last !== undefined) this.push(this.#last);
    this.#last = chunk;
    done();
  }

  override _flush(done: (error?: Error | null) => void): void {
    const wrong = this.#hashes.find(({ expected, hash }) => !isDigest(expected.digest, hash));
    if (wrong !== undefined) {
      done(mismatch(wrong.expected.name));
      return;
    }
    if (this.#last !== undefined) this.push(this.#last);
    done();
  }
}

function isDigest(expected: Uint8Array, hash: Hash): boolean {
  const digest = hash.digest();
  return digest.length === expected.length && timingSafeEqual(digest, expected);
}

function malformed(): Error {
  return rejection('CONTENT_DIGEST_MALFORMED', 'Content-Digest has no sha-256 and no sha-512');
}

function mismatch(name: string): Error {
  return rejection('CONTENT_DIGEST_MISMATCH', `the body is not the one of the ${name} digest sent`);
}

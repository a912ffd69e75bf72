/**
 * What a customer asks to be recorded, as JSON has it (POST /v1/evidence), read into what the SDK records. The schema says
 * the shape; what has a code of its own is judged here, each fault with the pointer to its place.
 */

import { assert, fromHex, isCoded, rejection } from '@stele/base';
import {
  type DigestAlgorithm,
  digestAlgorithmOf,
  digestBytes,
  digestName,
  type EvidenceNote,
  type JsonValue,
} from '@stele/protocol';
import type { Digests, RecordInput } from '@stele/sdk';
import { EXACT } from '@stele/server';
import { Type } from 'typebox';
import type { Static } from 'typebox';
import { escaped, metadataToCbor, wellFormed } from './metadata.ts';
import { RECORD_ID, recordIdFromText } from './record-id.ts';
import { NAME_CHARACTERS_MAX, REFERENCE_CHARACTERS_MAX } from '../limits.ts';

export const DigestsSchema = Type.Record(Type.String(), Type.String(), {
  description:
    'of the file, in lower-case hexadecimal, by algorithm: sha-256, sm3, sha-512; at least one',
  examples: [{ 'sha-256': '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08' }],
});

const RecordIdSchema = Type.String({
  pattern: RECORD_ID.source,
  description: 'a record’s id',
});

export const EvidenceRequestSchema = Type.Object(
  {
    digests: DigestsSchema,
    size: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: Number.MAX_SAFE_INTEGER,
        description: 'bytes of the file',
      }),
    ),
    reference: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: REFERENCE_CHARACTERS_MAX,
        description: 'your own number for it; searchable',
      }),
    ),
    name: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: NAME_CHARACTERS_MAX,
        description: 'for people; searchable',
      }),
    ),
    kind: Type.Optional(
      Type.String({
        pattern: '^[a-z0-9][a-z0-9-]{0,31}$',
        description: 'what sort of thing it is; public',
      }),
    ),
    metadata: Type.Optional(
      Type.Unknown({ description: 'any JSON with whole numbers; kept in the erasable note' }),
    ),
    salted: Type.Optional(
      Type.Boolean({
        description: 'for content that could be guessed: the ledger gets salted digests',
      }),
    ),
    supersedes: Type.Optional(RecordIdSchema),
  },
  {
    ...EXACT,
    description: 'name, size, reference and metadata go into a note that never enters the ledger',
    examples: [
      {
        digests: { 'sha-256': '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08' },
        name: 'contract.pdf',
        reference: '2026-0001',
      },
    ],
  },
);

export type EvidenceRequest = Static<typeof EvidenceRequestSchema>;

/** What is asked for, without the id it will have. */
export type RecordDraft = Omit<RecordInput, 'id'>;

/** Rejects with the code of the first fault, data: {pointer} under `at`. */
export function readRequest(request: EvidenceRequest, at = '#'): RecordDraft {
  const { kind, salted, supersedes } = request;
  const note = readNote(request, at);
  return {
    digests: readDigests(request.digests, `${at}/digests`),
    ...(note && { note }),
    ...(kind !== undefined && { kind }),
    ...(salted === true && { salted }),
    ...(supersedes !== undefined && { supersedes: recordId(supersedes) }),
  };
}

/** Broken hashes: whoever can make two files with one digest has evidence of neither. */
const WEAK = new Set(['md5', 'sha-1', 'sha1', 'md4', 'ripemd-160', 'crc32']);

/** Rejects with DIGESTS_MISSING, DIGEST_WEAK, DIGEST_ALGORITHM_UNKNOWN, DIGEST_MALFORMED. */
export function readDigests(given: Readonly<Record<string, string>>, at: string): Digests {
  const digests = new Map<DigestAlgorithm, Uint8Array>();
  for (const name of Object.keys(given)) {
    const algorithm = algorithmOf(name, at);
    digests.set(algorithm, readDigest(algorithm, given[name] ?? '', at));
  }
  if (digests.size === 0) {
    throw rejection('DIGESTS_MISSING', 'there is no digest of the file', { data: { pointer: at } });
  }
  return digests;
}

function algorithmOf(name: string, at: string): DigestAlgorithm {
  if (WEAK.has(name.toLowerCase())) {
    throw rejection('DIGEST_WEAK', `${name} is broken: two files can be made with one digest`, {
      data: { pointer: pointerTo(name, at) },
    });
  }
  try {
    return digestAlgorithmOf(name);
  } catch (cause) {
    if (!isCoded(cause)) throw cause;
    const shown = name.slice(0, 64).toWellFormed();
    throw rejection('DIGEST_ALGORITHM_UNKNOWN', `no digest algorithm is named “${shown}”`, {
      data: { pointer: pointerTo(name, at) },
    });
  }
}

const LOWER_HEX = /^[0-9a-f]*$/;

function readDigest(algorithm: DigestAlgorithm, text: string, at: string): Uint8Array {
  const digits = 2 * digestBytes(algorithm);
  if (text.length === digits && LOWER_HEX.test(text)) return fromHex(text);
  const name = digestName(algorithm);
  throw rejection(
    'DIGEST_MALFORMED',
    `a digest by ${name} is ${String(digits)} lower-case hexadecimal digits`,
    {
      data: { pointer: pointerTo(name, at) },
    },
  );
}

/** Of a digest that is at fault; not made for the thousands that are not. */
function pointerTo(name: string, at: string): string {
  return `${at}/${escaped(name)}`;
}

function readNote(request: EvidenceRequest, at: string): EvidenceNote | undefined {
  const { name, size, reference, metadata } = request;
  if ([name, size, reference, metadata].every((field) => field === undefined)) return undefined;
  return {
    ...(name !== undefined && { name: wellFormed(name, `${at}/name`) }),
    ...(size !== undefined && { sizeBytes: size }),
    ...(reference !== undefined && { reference: wellFormed(reference, `${at}/reference`) }),
    ...(metadata !== undefined && {
      metadata: metadataToCbor(metadata as JsonValue, `${at}/metadata`),
    }),
  };
}

function recordId(text: string): Uint8Array {
  const id = recordIdFromText(text);
  assert(id !== undefined, 'the schema lets record ids pass only');
  return id;
}

/** A record as the API shows it. */

import { toHex } from '@stele/base';
import {
  digestName,
  type EvidenceItem,
  type EvidenceNote,
  type JsonObject,
  type JsonValue,
} from '@stele/protocol';
import type { Digests } from '@stele/sdk';
import { Type } from 'typebox';
import { type ErasableParts, noteOf } from '../notes/erasable-parts.ts';
import { metadataToJson } from '../records/metadata.ts';
import { RECORD_ID, recordIdText } from '../records/record-id.ts';
import type { Commitment } from '../records/record-reader.ts';
import { EVIDENCE_PATH, type ServiceContext } from './context.ts';

const Hash = Type.String({ pattern: '^[0-9a-f]{64}$' });
const RecordId = Type.String({ pattern: RECORD_ID.source });
const Time = Type.String({ format: 'date-time', description: 'RFC 3339, UTC, with milliseconds' });

const NoteSchema = Type.Object(
  {
    name: Type.Optional(Type.String()),
    size: Type.Optional(Type.Integer({ minimum: 0 })),
    reference: Type.Optional(Type.String()),
    metadata: Type.Optional(Type.Unknown()),
  },
  { description: 'what is erasable; empty when there is none' },
);

export const EvidenceSchema = Type.Object(
  {
    id: RecordId,
    status: Type.Literal('committed'),
    digests: Type.Record(Type.String(), Type.String(), { description: 'of the file' }),
    salted: Type.Optional(Type.Boolean()),
    kind: Type.Optional(Type.String()),
    chain: Type.Object({ name: Type.String(), fingerprint: Hash }),
    transaction: Hash,
    height: Type.Integer({ minimum: 0 }),
    index: Type.Integer({ minimum: 0, description: 'place in the log' }),
    committedAt: Time,
    note: NoteSchema,
    noteErased: Type.Optional(Type.Literal(true)),
    supersedes: Type.Optional(RecordId),
    supersededBy: Type.Optional(RecordId),
    receipt: Type.Optional(Type.Unknown({ description: 'spec/receipt.md, JSON form' })),
    links: Type.Record(Type.String(), Type.String()),
  },
  { $id: 'Evidence', description: 'a record that is committed' },
);

export const AcceptedSchema = Type.Object(
  {
    id: RecordId,
    status: Type.Enum(['accepted', 'ordered']),
    links: Type.Record(Type.String(), Type.String()),
  },
  { description: 'not committed yet: ask again, or send it again with its Idempotency-Key' },
);

export interface ShownRecord {
  /** Whose it is: the account, 16 bytes. */
  readonly owner: Uint8Array;
  readonly item: EvidenceItem;
  readonly parts: ErasableParts;
  readonly commitment: Commitment;
  readonly supersededBy?: Uint8Array | undefined;
  readonly receipt?: JsonValue | undefined;
}

export function presentRecord({ chain, notes }: ServiceContext, shown: ShownRecord): JsonObject {
  const { owner, item, parts, commitment, supersededBy, receipt } = shown;
  const { transaction, height, index, committedAtMs } = commitment;
  const isErased = notes.isErased({ account: owner, id: item.id });
  const id = recordIdText(item.id);
  return {
    id,
    status: 'committed',
    digests: digestsToJson(item.salted ? (parts.digests ?? item.digests) : item.digests),
    ...(item.salted && { salted: true }),
    ...(item.kind !== '' && { kind: item.kind }),
    chain: { name: chain.name, fingerprint: chain.fingerprint },
    transaction,
    height,
    index,
    committedAt: timeText(committedAtMs),
    note: presentNote(noteOf(parts) ?? {}),
    ...(isErased && { noteErased: true }),
    ...(item.supersedes !== null && { supersedes: recordIdText(item.supersedes) }),
    ...(supersededBy !== undefined && { supersededBy: recordIdText(supersededBy) }),
    ...(receipt !== undefined && { receipt }),
    links: linksOf(id, transaction, chain.name),
  };
}

export function presentAccepted(id: Uint8Array): JsonObject {
  const text = recordIdText(id);
  return { id: text, status: 'accepted', links: { self: `${EVIDENCE_PATH}/${text}` } };
}

export function digestsToJson(digests: Digests): JsonObject {
  const object: Record<string, string> = {};
  for (const [algorithm, digest] of digests) object[digestName(algorithm)] = toHex(digest);
  return object;
}

export function presentNote({ name, sizeBytes, reference, metadata }: EvidenceNote): JsonObject {
  return {
    ...(name !== undefined && { name }),
    ...(sizeBytes !== undefined && { size: sizeBytes }),
    ...(reference !== undefined && { reference }),
    ...(metadata !== undefined && { metadata: metadataToJson(metadata) }),
  };
}

function linksOf(id: string, transaction: string, chain: string): JsonObject {
  const self = `${EVIDENCE_PATH}/${id}`;
  return {
    self,
    receipt: `${self}/receipt`,
    certificate: `${self}/certificate.pdf`,
    entry: `${self}/entry`,
    transaction: `/v1/chains/${chain}/transactions/${transaction}`,
  };
}

let lastTime = { ms: 0, text: new Date(0).toISOString() };

/** Thousands in a block have its time. */
export function timeText(ms: number): string {
  if (ms !== lastTime.ms) lastTime = { ms, text: new Date(ms).toISOString() };
  return lastTime.text;
}

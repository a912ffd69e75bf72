/**
 * What a certificate says, as plain data: read from a receipt that was verified, and from nothing else, so that the page can say
 * nothing the receipt does not prove. Plain, because it crosses into the thread that draws (thread/). Words are for content/.
 */

import { toHex } from '@stele/base';
import {
  type CborMap,
  type CborValue,
  decodeItem,
  type EvidenceNote,
  type Receipt,
  type TokenVerdict,
  type UnprovenFact,
  type Verdict,
} from '@stele/protocol';

import { type CertificateAddress, certificateAddress } from './address.ts';

export interface CertificateFacts {
  readonly record: RecordFacts;
  readonly when: TimeFacts;
  readonly where: PlaceFacts;
  readonly members: MemberFacts;
  readonly doesNotProve: readonly UnprovenFact[];
  readonly address: CertificateAddress;
}

export interface RecordFacts {
  /** `ev_` and 32 hex digits. */
  readonly id: string;
  readonly owner: string;
  readonly kind: string;
  readonly digests: readonly { readonly algorithm: string; readonly hex: string }[];
  readonly salt: 'none' | 'enclosed' | 'withheld';
  /** `ev_` and 32 hex digits. */
  readonly supersedes: string | undefined;
  /** Absent when there was none, or it is withheld or erased. */
  readonly note: NoteFacts | undefined;
}

/** A person's words: any Unicode, any length up to the note's. */
export interface NoteFacts {
  readonly name: string | undefined;
  readonly sizeBytes: number | undefined;
  readonly reference: string | undefined;
  /** JSON, indented. */
  readonly metadata: string | undefined;
}

export interface TimeFacts {
  /** RFC 3339, UTC, milliseconds. */
  readonly committedAt: string;
  readonly cosignedAt: string;
  readonly stamps: readonly StampFacts[];
  /** Tokens in the receipt; those that nobody looked at are not among the stamps. */
  readonly tokenCount: number;
}

export interface StampFacts {
  readonly authority: string;
  readonly timeMs: number;
  readonly trusted: boolean;
}

export interface PlaceFacts {
  readonly fingerprint: string;
  readonly origin: string;
  readonly height: number;
  readonly transaction: string;
  readonly logIndex: number;
  readonly lineage: number;
}

export interface MemberFacts {
  readonly all: readonly NamedMember[];
  readonly cosigned: readonly NamedMember[];
  readonly weight: number;
  readonly threshold: number;
  readonly selfAttested: boolean;
}

export interface NamedMember {
  readonly organisation: string;
  readonly name: string;
}

/** A receipt of a record that was verified, and what the verification found. */
export interface VerifiedRecord {
  readonly receipt: Receipt;
  readonly item: NonNullable<Receipt['item']>;
  readonly record: NonNullable<Verdict['record']>;
  readonly chain: NonNullable<Verdict['chain']>;
  readonly assurance: NonNullable<Verdict['assurance']>;
  readonly doesNotProve: readonly UnprovenFact[];
  readonly tokens: readonly TokenVerdict[];
}

export function factsOf(verified: VerifiedRecord, publicUrl: string | undefined): CertificateFacts {
  const { chain, record, doesNotProve } = verified;
  const { fingerprint } = chain;
  const id = `ev_${record.id ?? ''}`;
  return {
    record: recordFacts(verified, id),
    when: timeFacts(verified),
    where: {
      fingerprint,
      origin: chain.origin,
      height: record.height,
      transaction: record.transaction,
      logIndex: record.index,
      lineage: verified.assurance.lineage,
    },
    members: memberFacts(verified),
    doesNotProve: doesNotProve.filter((fact) => fact !== 'file-not-compared'),
    address: certificateAddress({ fingerprint, id }, publicUrl),
  };
}

function recordFacts({ record, receipt, item }: VerifiedRecord, id: string): RecordFacts {
  const { salted } = decodeItem(item.bytes);
  const { note } = record;
  const saltGiven = receipt.digestSalt === undefined ? 'withheld' : 'enclosed';
  return {
    id,
    owner: record.owner ?? '',
    kind: record.kind ?? '',
    digests: Object.entries(record.digests ?? {}).map(([algorithm, hex]) => ({ algorithm, hex })),
    salt: salted ? saltGiven : 'none',
    supersedes: record.supersedes === undefined ? undefined : `ev_${record.supersedes}`,
    note: note && noteFacts(note),
  };
}

function noteFacts({ name, sizeBytes, reference, metadata }: EvidenceNote): NoteFacts {
  return {
    name,
    sizeBytes,
    reference,
    metadata: metadata === undefined ? undefined : metadataText(metadata),
  };
}

function timeFacts({ record, assurance, receipt, tokens }: VerifiedRecord): TimeFacts {
  return {
    committedAt: record.committedAt,
    cosignedAt: assurance.cosignedAt,
    stamps: tokens.flatMap((token) =>
      token.kind === 'invalid'
        ? []
        : [{ authority: token.authority, timeMs: token.timeMs, trusted: token.kind === 'valid' }],
    ),
    tokenCount: receipt.timestamps?.length ?? 0,
  };
}

function memberFacts({ chain, assurance }: VerifiedRecord): MemberFacts {
  const { weight, threshold, selfAttested } = assurance;
  const all = chain.organisations;
  const cosigned = all.filter(({ organisation }) => assurance.members.includes(organisation));
  return { all, cosigned, weight, threshold, selfAttested };
}

/** CBOR as JSON text: byte strings as hex, big integers as digits, keys that are no text as their own JSON. */
function metadataText(value: CborValue): string {
  return JSON.stringify(plain(value), null, 2);
}

function plain(value: CborValue): unknown {
  if (typeof value === 'bigint') return value.toString();
  if (value instanceof Uint8Array) return hexText(value);
  if (Array.isArray(value)) return (value as readonly CborValue[]).map(plain);
  if (value instanceof Map) return plainMap(value as CborMap);
  return value;
}

function plainMap(map: CborMap): unknown {
  return Object.fromEntries([...map].map(([key, value]) => [keyText(key), plain(value)]));
}

function keyText(key: CborValue): string {
  return typeof key === 'string' ? key : JSON.stringify(plain(key));
}

function hexText(bytes: Uint8Array): string {
  return `h'${toHex(bytes)}'`;
}

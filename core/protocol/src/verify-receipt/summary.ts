/** What a verification tells its reader beside the steps: the record, the chain, what stands behind it, what is not proven. */

import { toHex } from '@stele/base';
import { digestName } from '../algorithms.ts';
import type { EvidenceNote } from '../evidence.ts';
import { parseOrigin } from '../origin.ts';
import { principalToText } from '../principal-text.ts';
import type { Findings } from './findings.ts';

export interface VerdictSummary {
  readonly record?: RecordSummary;
  readonly chain?: ChainSummary;
  readonly assurance?: Assurance;
  /** Codes of what holds, for texts in any language. */
  readonly proves: readonly ProvenFact[];
  readonly doesNotProve: readonly UnprovenFact[];
}

export interface RecordSummary {
  readonly transaction: string;
  readonly height: number;
  readonly index: number;
  /** RFC 3339, UTC, milliseconds. */
  readonly committedAt: string;
  /** The remaining fields only when the receipt is of an evidence record. */
  readonly id?: string;
  readonly owner?: string;
  readonly digests?: Readonly<Record<string, string>>;
  readonly kind?: string;
  readonly supersedes?: string;
  readonly note?: EvidenceNote;
}

export interface ChainSummary {
  readonly fingerprint: string;
  readonly origin: string;
  readonly organisations: readonly { readonly organisation: string; readonly name: string }[];
  readonly trusted: boolean;
}

export interface Assurance {
  /** Organisations that cosigned. */
  readonly members: readonly string[];
  readonly weight: number;
  readonly threshold: number;
  /** 0: no restore ever lost entries. */
  readonly lineage: number;
  /** One member says all of it. */
  readonly selfAttested: boolean;
  readonly witnesses: number;
  /** The earliest timestamp by an authority outside the chain that the reader trusts; null when there is none. */
  readonly independentTime: IndependentTime | null;
  /** Earliest cosignature, RFC 3339. */
  readonly cosignedAt: string;
}

/** The record existed by `at`, whatever the chain's own clocks say. */
export interface IndependentTime {
  /** As its certificate names it. */
  readonly authority: string;
  /** RFC 3339. */
  readonly at: string;
}

export type ProvenFact = 'file-unchanged' | 'recorded-in-log' | 'recorded-not-later-than';
export type UnprovenFact =
  | 'authorship'
  | 'truth'
  | 'no-earlier-existence'
  | 'independent-time'
  | 'independent-members'
  | 'file-not-compared';

export interface Held {
  /** No step failed. */
  readonly all: boolean;
  /** The file step passed. */
  readonly file: boolean;
}

/** Reads the findings of a finished verification. */
export function summarise(findings: Findings, held: Held): VerdictSummary {
  const record = recordOf(findings);
  const chain = chainOf(findings);
  const assurance = assuranceOf(findings);
  return {
    ...(record && { record }),
    ...(chain && { chain }),
    ...(assurance && { assurance }),
    proves: held.all ? provenBy(held.file) : [],
    doesNotProve: notProvenBy(held.file, assurance),
  };
}

function recordOf({ entry, item, owner, note }: Findings): RecordSummary | undefined {
  if (entry === undefined) return undefined;
  const { height, index, timeMs } = entry.entry.outcome;
  const committed = { transaction: toHex(entry.id), height, index, committedAt: rfc3339(timeMs) };
  if (item === undefined) return committed;
  return {
    ...committed,
    id: toHex(item.id),
    ...(owner && { owner: principalToText(owner) }),
    digests: Object.fromEntries(
      [...item.digests].map(([algorithm, digest]) => [digestName(algorithm), toHex(digest)]),
    ),
    ...(item.kind !== '' && { kind: item.kind }),
    ...(item.supersedes && { supersedes: toHex(item.supersedes) }),
    ...(note && { note }),
  };
}

/** The chain that was found. */
export function chainOf({ chain, inForce, form, input }: Findings): ChainSummary | undefined {
  if (chain === undefined || form === undefined) return undefined;
  const fingerprint = toHex(chain.fingerprint);
  const { members } = inForce ?? chain.genesis;
  return {
    fingerprint,
    origin: form.proof.signed.checkpoint.origin,
    organisations: members.map(({ organisation, name }) => ({ organisation, name })),
    trusted: input.trusted.some((one) => toHex(one) === fingerprint),
  };
}

/** Who cosigned, and what that weighs. */
export function assuranceOf({ cosigned, inForce, form, stamped }: Findings): Assurance | undefined {
  if (cosigned === undefined || inForce === undefined || form === undefined) return undefined;
  return {
    members: [...cosigned.organisations],
    weight: cosigned.weight,
    threshold: inForce.threshold,
    lineage: parseOrigin(form.proof.signed.checkpoint.origin)?.lineage ?? 0,
    selfAttested: cosigned.organisations.size === 1,
    witnesses: 0,
    independentTime: stamped ? { authority: stamped.authority, at: rfc3339(stamped.timeMs) } : null,
    cosignedAt: rfc3339(Math.min(...cosigned.seconds) * 1000),
  };
}

function provenBy(fileCompared: boolean): readonly ProvenFact[] {
  return [
    ...(fileCompared ? ['file-unchanged' as const] : []),
    'recorded-in-log',
    'recorded-not-later-than',
  ];
}

function notProvenBy(
  fileCompared: boolean,
  assurance: Assurance | undefined,
): readonly UnprovenFact[] {
  return [
    ...(fileCompared ? [] : ['file-not-compared' as const]),
    'authorship',
    'truth',
    'no-earlier-existence',
    ...(assurance?.independentTime ? [] : ['independent-time' as const]),
    ...(assurance?.selfAttested === false ? [] : ['independent-members' as const]),
  ];
}

/** Milliseconds to RFC 3339; times no calendar can write stay numbers. */
export function rfc3339(timeMs: number): string {
  const date = new Date(timeMs);
  return Number.isNaN(date.getTime()) ? `${String(timeMs)} ms` : date.toISOString();
}

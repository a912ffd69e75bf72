/** The log's origin and the names of its keys (spec/membership.md, "Origin and key names"). */

import { toHex } from '@stele/base';

const PREFIX_HEX = 32;
const ORIGIN = /^stele\/([0-9a-f]{32})(?:\/g([1-9][0-9]{0,8}))?$/;

export interface Origin {
  /** First 32 hex digits of the fingerprint. */
  readonly prefix: string;
  /** 0 until a restore lost entries. */
  readonly lineage: number;
}

/** `stele/<32 hex>`, with `/g<n>` for lineage n ≥ 1. */
export function originOf(fingerprint: Uint8Array, lineage = 0): string {
  const origin = `stele/${toHex(fingerprint).slice(0, PREFIX_HEX)}`;
  return lineage === 0 ? origin : `${origin}/g${String(lineage)}`;
}

/** The parts of an origin; undefined when it is none of ours. */
export function parseOrigin(text: string): Origin | undefined {
  const [, prefix, lineage] = ORIGIN.exec(text) ?? [];
  return prefix === undefined ? undefined : { prefix, lineage: Number(lineage ?? 0) };
}

/** The C2SP name of a node's cosigner key. */
export function cosignerName(origin: string, organisation: string, node: string): string {
  return `${origin}/${organisation}/${node}`;
}

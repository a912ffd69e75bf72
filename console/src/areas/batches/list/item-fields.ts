/** The fields of an item as texts of a list have them, each checked as the service will check it. */

import {
  type BatchItem,
  DIGEST_NAMES,
  type DigestName,
  type DigestTexts,
  HEX_DIGITS,
  KIND,
  NAME_CHARACTERS_MAX,
  REFERENCE_CHARACTERS_MAX,
} from '../item.ts';
import { lineFault } from './list-fault.ts';

/** What 64 digits without a name are a digest by: programs print SHA-256 and SM3 alike. */
export type PlainDigest = 'sha-256' | 'sm3';

/** Texts of one line; empty ones count as absent. */
export interface RawItem {
  /** `HEX` or `algorithm:HEX`. */
  readonly digest?: string | undefined;
  readonly digests?: Readonly<Partial<Record<DigestName, string | undefined>>> | undefined;
  readonly name?: string | undefined;
  readonly reference?: string | undefined;
  readonly size?: string | undefined;
  readonly kind?: string | undefined;
}

/** The names by which programs call the three functions. */
const NAMES: Readonly<Record<string, DigestName>> = {
  'sha-256': 'sha-256',
  sha256: 'sha-256',
  'sha2-256': 'sha-256',
  sm3: 'sm3',
  'sha-512': 'sha-512',
  sha512: 'sha-512',
  'sha2-512': 'sha-512',
};
const WEAK_NAMES = new Set(['md5', 'sha1', 'sha-1', 'md4', 'ripemd-160', 'crc32']);
const WEAK_LENGTHS = new Set([32, 40]);

/** Throws a line’s fault. */
export function readItem(raw: RawItem, plain: PlainDigest): BatchItem {
  const size = sizeOf(raw.size);
  const name = textOf(raw.name, NAME_CHARACTERS_MAX, 'NAME_TOO_LONG');
  const reference = textOf(raw.reference, REFERENCE_CHARACTERS_MAX, 'REFERENCE_TOO_LONG');
  const kind = kindOf(raw.kind);
  return {
    digests: digestsOf(raw, plain),
    ...(name !== undefined && { name }),
    ...(size !== undefined && { size }),
    ...(reference !== undefined && { reference }),
    ...(kind !== undefined && { kind }),
  };
}

/** The function a list names. Throws a line’s fault. */
export function digestNameOf(name: string): DigestName {
  const lower = name.toLowerCase();
  if (WEAK_NAMES.has(lower)) throw lineFault('DIGEST_WEAK', name);
  const known = Object.hasOwn(NAMES, lower) ? NAMES[lower] : undefined;
  if (known === undefined) throw lineFault('DIGEST_ALGORITHM_UNKNOWN', name);
  return known;
}

function digestsOf({ digest, digests = {} }: RawItem, plain: PlainDigest): DigestTexts {
  const found: Partial<Record<DigestName, string>> = {};
  for (const algorithm of DIGEST_NAMES) {
    const text = digests[algorithm];
    if (text !== undefined && text !== '') found[algorithm] = hexOf(text, algorithm);
  }
  if (digest !== undefined && digest !== '') {
    const { algorithm, hex } = namedDigest(digest, plain);
    found[algorithm] = hex;
  }
  if (Object.keys(found).length === 0) throw lineFault('DIGEST_MISSING');
  return found;
}

function namedDigest(
  text: string,
  plain: PlainDigest,
): { readonly algorithm: DigestName; readonly hex: string } {
  const colon = text.indexOf(':');
  if (colon >= 0) {
    const algorithm = digestNameOf(text.slice(0, colon).trim());
    return { algorithm, hex: hexOf(text.slice(colon + 1), algorithm) };
  }
  const { length } = text.trim();
  if (WEAK_LENGTHS.has(length)) throw lineFault('DIGEST_WEAK', text);
  const algorithm = length === HEX_DIGITS['sha-512'] ? 'sha-512' : plain;
  return { algorithm, hex: hexOf(text, algorithm) };
}

function hexOf(text: string, algorithm: DigestName): string {
  const hex = text.trim().toLowerCase();
  if (hex.length === HEX_DIGITS[algorithm] && /^[0-9a-f]+$/.test(hex)) return hex;
  throw lineFault('DIGEST_MALFORMED', text);
}

function textOf(
  text: string | undefined,
  charactersMax: number,
  code: 'NAME_TOO_LONG' | 'REFERENCE_TOO_LONG',
): string | undefined {
  if (text === undefined || text === '') return undefined;
  if (Array.from(text).length > charactersMax) throw lineFault(code, text);
  if (!text.isWellFormed()) throw lineFault('TEXT_MALFORMED', text);
  return text;
}

function sizeOf(text: string | undefined): number | undefined {
  if (text === undefined || text.trim() === '') return undefined;
  const size = Number(text.trim());
  if (/^\d{1,16}$/.test(text.trim()) && Number.isSafeInteger(size)) return size;
  throw lineFault('SIZE_MALFORMED', text);
}

function kindOf(text: string | undefined): string | undefined {
  const kind = text?.trim();
  if (kind === undefined || kind === '') return undefined;
  if (KIND.test(kind)) return kind;
  throw lineFault('KIND_MALFORMED', kind);
}

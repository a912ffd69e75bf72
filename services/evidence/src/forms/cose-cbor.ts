/**
 * The CBOR that COSE needs and the ledger's own profile leaves out (spec/encoding.md): maps with integer keys, and a tag. Core
 * deterministic encoding (RFC 8949, 4.2.1); everything else comes from @stele/protocol.
 */

import { assert, compare, concat } from '@stele/base';
import { type CborValue, encode } from '@stele/protocol';

/** An item that is encoded already. */
export interface Encoded {
  readonly encoded: Uint8Array;
}

const MAJOR_ARRAY = 0x80;
const MAJOR_MAP = 0xa0;
const MAJOR_TAG = 0xc0;
/** What fits the initial byte. Headers of COSE are small. */
const SHORT_MAX = 23;

/** A map of integer labels, in the order of their encodings. */
export function labels(
  pairs: readonly (readonly [label: number, value: CborValue | Encoded])[],
): Encoded {
  const encoded = pairs
    .map(([label, value]) => ({ key: encode(label), value: itemOf(value) }))
    .sort((a, b) => compare(a.key, b.key))
    .flatMap(({ key, value }) => [key, value]);
  return { encoded: concat(head(MAJOR_MAP, pairs.length), ...encoded) };
}

export function array(...items: readonly (CborValue | Encoded)[]): Encoded {
  return { encoded: concat(head(MAJOR_ARRAY, items.length), ...items.map(itemOf)) };
}

export function tagged(tag: number, item: Encoded): Encoded {
  return { encoded: concat(head(MAJOR_TAG, tag), item.encoded) };
}

function itemOf(value: CborValue | Encoded): Uint8Array {
  return isEncoded(value) ? value.encoded : encode(value);
}

function isEncoded(value: CborValue | Encoded): value is Encoded {
  return typeof value === 'object' && value !== null && 'encoded' in value;
}

function head(major: number, argument: number): Uint8Array {
  assert(argument <= SHORT_MAX, 'a header of COSE is short');
  return Uint8Array.of(major | argument);
}

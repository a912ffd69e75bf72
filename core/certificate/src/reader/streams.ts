/** Stream data unpacked (ISO 32000-1, 7.4), with a bound on what comes out: a small file can claim to hold gigabytes. */

import { Unzlib } from 'fflate';

import { concat, isCoded } from '@stele/base';

import { malformed } from './malformed.ts';
import { isArray, nameOf, type PdfDictionary, type PdfValue } from './values.ts';

export interface PdfStream {
  readonly dictionary: PdfDictionary;
  /** As it lies in the file. */
  readonly data: Uint8Array;
}

const FILTERS_MAX = 3;
const PIECE_BYTES = 4_096;

/** The stream's data without compression; more than `bytesMax` is refused. */
export function unpacked({ dictionary, data }: PdfStream, bytesMax: number): Uint8Array {
  const filters = filtersOf(dictionary.get('Filter'));
  if (filters.length > FILTERS_MAX) throw malformed('a stream packed too many times');
  if (filters.length > 0 && hasPredictor(dictionary.get('DecodeParms'))) {
    throw malformed('a stream with a predictor');
  }
  const bytes = filters.reduce((packed, filter) => unpack(packed, filter, bytesMax), data);
  if (bytes.length > bytesMax) throw tooLarge();
  return bytes;
}

function filtersOf(value: PdfValue | undefined): readonly (string | undefined)[] {
  if (value === undefined || value === null) return [];
  return isArray(value) ? value.map(nameOf) : [nameOf(value)];
}

function hasPredictor(value: PdfValue | undefined): boolean {
  const all = isArray(value) ? value : [value];
  return all.some((one) => one instanceof Map && (one.get('Predictor') ?? 1) !== 1);
}

function unpack(packed: Uint8Array, filter: string | undefined, bytesMax: number): Uint8Array {
  if (filter !== 'FlateDecode' && filter !== 'Fl') {
    throw malformed(`a stream with the filter ${filter ?? 'of no name'}`);
  }
  try {
    return inflated(packed, bytesMax);
  } catch (cause) {
    throw isCoded(cause) ? cause : malformed('a stream that does not unpack', cause);
  }
}

/**
 * Unpacks piece by piece, so that a bomb is noticed after the piece that goes too far: a byte becomes at most 1 032. The Adler-32 sum
 * at the end is not compared: what is taken out is verified by better means.
 */
function inflated(packed: Uint8Array, bytesMax: number): Uint8Array {
  const parts: Uint8Array[] = [];
  let length = 0;
  const stream = new Unzlib((part) => {
    length += part.length;
    if (length > bytesMax) throw tooLarge();
    parts.push(part);
  });
  for (let at = 0; at < packed.length; at += PIECE_BYTES) {
    const isLast = at + PIECE_BYTES >= packed.length;
    stream.push(packed.subarray(at, at + PIECE_BYTES), isLast);
  }
  return concat(...parts);
}

function tooLarge(): Error {
  return malformed('a stream that unpacks to more than any receipt');
}

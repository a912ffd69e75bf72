/**
 * Reads decoded CBOR by position. A `Shape` knows the code with which its structure is refused (TX_MALFORMED …), so that the
 * decoders below read like the definitions in spec/. Every miss is a rejection with that code.
 */

import { isCoded, rejection } from '@stele/base';
import { type CborMap, type CborValue, decode } from './cbor.ts';

const IDENTIFIER = /^[a-z0-9][a-z0-9-]{0,31}$/;

/** Whether `text` is an identifier (spec/encoding.md). */
export function isIdentifier(text: string): boolean {
  return IDENTIFIER.test(text);
}

export interface Range {
  readonly min?: number;
  readonly max?: number;
}

export class Shape {
  readonly code: string;

  constructor(code: string) {
    this.code = code;
  }

  /** The rejection of this structure. */
  malformed(what: string, cause?: unknown): Error {
    return rejection(this.code, what, { cause });
  }

  /** Decodes bytes that must be one canonical item. */
  decode(bytes: Uint8Array): CborValue {
    try {
      return decode(bytes);
    } catch (cause) {
      if (!isCoded(cause)) throw cause;
      throw this.malformed(cause.message, cause);
    }
  }

  /** A versioned array: the version is looked at before anything else. */
  versioned(value: CborValue, version: number, length: number, at = 0): readonly CborValue[] {
    const items = this.array(value);
    const found = this.uint(items[at]);
    if (found !== version) {
      throw rejection('VERSION_UNKNOWN', `version ${String(found)} is not known`);
    }
    if (items.length !== length) throw this.malformed(`not ${String(length)} elements`);
    return items;
  }

  array(value: CborValue | undefined, range: Range = {}): readonly CborValue[] {
    if (!Array.isArray(value)) throw this.malformed('not an array');
    const items = value as readonly CborValue[];
    if (items.length < (range.min ?? 0) || items.length > (range.max ?? Infinity)) {
      throw this.malformed(`an array of ${String(items.length)} elements`);
    }
    return items;
  }

  tuple(value: CborValue | undefined, length: number): readonly CborValue[] {
    return this.array(value, { min: length, max: length });
  }

  map(value: CborValue | undefined): CborMap {
    if (!(value instanceof Map)) throw this.malformed('not a map');
    return value as CborMap;
  }

  uint(value: CborValue | undefined, range: Range = {}): number {
    if (typeof value !== 'number' || value < (range.min ?? 0) || value > (range.max ?? Infinity)) {
      throw this.malformed('a number is missing or out of range');
    }
    return value;
  }

  bool(value: CborValue | undefined): boolean {
    if (typeof value !== 'boolean') throw this.malformed('not a boolean');
    return value;
  }

  text(value: CborValue | undefined): string {
    if (typeof value !== 'string') throw this.malformed('not text');
    return value;
  }

  identifier(value: CborValue | undefined): string {
    const text = this.text(value);
    if (!isIdentifier(text)) throw this.malformed('not an identifier');
    return text;
  }

  bytes(value: CborValue | undefined, length?: number): Uint8Array {
    if (!(value instanceof Uint8Array)) throw this.malformed('not a byte string');
    if (length !== undefined && value.length !== length) {
      throw this.malformed(
        `a byte string of ${String(value.length)} bytes in place of ${String(length)}`,
      );
    }
    return value;
  }

  nullable<T>(value: CborValue | undefined, read: (value: CborValue) => T): T | null {
    if (value === undefined) throw this.malformed('an element is missing');
    return value === null ? null : read(value);
  }

  /** Extensions: unknown numbers below 1000 are critical and refused, the others kept. Rules 1 knows none. */
  extensions(value: CborValue | undefined): ReadonlyMap<number, CborValue> {
    const map = this.map(value);
    const keys = [...map.keys()];
    if (keys.some((key) => typeof key !== 'number' || key < 0)) {
      throw this.malformed('extensions have numbers from 0 to below 2^53');
    }
    for (const key of keys as readonly number[]) {
      if (key < CRITICAL_EXTENSIONS_END) {
        throw rejection('EXTENSION_UNKNOWN', `critical extension ${String(key)} is not known`);
      }
    }
    return map as ReadonlyMap<number, CborValue>;
  }
}

const CRITICAL_EXTENSIONS_END = 1000;

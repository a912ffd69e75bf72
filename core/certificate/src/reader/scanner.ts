/**
 * Reads one PDF object after another from bytes (ISO 32000-1, 7.2 and 7.3). Every byte looked at is paid for from a budget that the
 * whole file shares, so that no arrangement of brackets makes the reader go over the same bytes for ever.
 */

import { malformed } from './malformed.ts';
import type { PdfDictionary, PdfValue } from './values.ts';

/** Bytes that may still be looked at. */
export interface Budget {
  bytes: number;
}

const DEPTH_MAX = 32;
const TOKEN_BYTES_MAX = 127;
const STRING_BYTES_MAX = 65_536;
/** In one object of the file, all levels together. */
const VALUES_MAX = 100_000;
const WHITE = new Set([0x00, 0x09, 0x0a, 0x0c, 0x0d, 0x20]);
const DELIMITERS = new Set(Array.from('()<>[]{}/%', (character) => character.charCodeAt(0)));
const LINE_ENDS = new Set([0x0a, 0x0d]);
const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)$/;
const UNSIGNED = /^\d+$/;
const [
  OPEN_ROUND,
  CLOSE_ROUND,
  LESS,
  GREATER,
  OPEN_SQUARE,
  CLOSE_SQUARE,
  SLASH,
  PERCENT,
  BACKSLASH,
] = [0x28, 0x29, 0x3c, 0x3e, 0x5b, 0x5d, 0x2f, 0x25, 0x5c] as const;
const ESCAPES: Readonly<Record<string, number>> = { n: 10, r: 13, t: 9, b: 8, f: 12 };

export class Scanner {
  readonly #bytes: Uint8Array;
  readonly #budget: Budget;
  #values = 0;
  at: number;

  constructor(bytes: Uint8Array, at: number, budget: Budget) {
    this.#bytes = bytes;
    this.at = at;
    this.#budget = budget;
  }

  /** The next object. Rejects with CERTIFICATE_MALFORMED. */
  value(depth = 0): PdfValue {
    if (depth > DEPTH_MAX) throw malformed('objects nested too deep');
    if (++this.#values > VALUES_MAX) throw malformed('an object that is too large');
    this.skipWhite();
    const first = this.#peek();
    if (first === SLASH) return { kind: 'name', name: this.#name() };
    if (first === OPEN_ROUND) return { kind: 'string', bytes: this.#literal() };
    if (first === OPEN_SQUARE) return this.#array(depth);
    if (first === LESS) {
      if (this.#bytes[this.at + 1] === LESS) return this.#dictionary(depth);
      return { kind: 'string', bytes: this.#hex() };
    }
    return this.#plain();
  }

  /** Whether `word` stands here, after white space; if so, it is passed. */
  takes(word: string): boolean {
    this.skipWhite();
    for (let i = 0; i < word.length; i++) {
      if (this.#bytes[this.at + i] !== word.charCodeAt(i)) return false;
    }
    this.at += word.length;
    return true;
  }

  skipWhite(): void {
    for (;;) {
      const byte = this.#bytes[this.at];
      if (byte === PERCENT) this.#skipComment();
      else if (byte === undefined || !WHITE.has(byte)) return;
      else this.#next();
    }
  }

  /** An unsigned number; undefined, and nothing passed, when there is none. */
  unsigned(): number | undefined {
    const start = this.at;
    this.skipWhite();
    const token = this.#token();
    if (UNSIGNED.test(token)) return Number(token);
    this.at = start;
    return undefined;
  }

  #skipComment(): void {
    while (this.at < this.#bytes.length && !LINE_ENDS.has(this.#peek())) this.#next();
  }

  #array(depth: number): readonly PdfValue[] {
    this.at++;
    const items: PdfValue[] = [];
    for (;;) {
      this.skipWhite();
      if (this.#peek() === CLOSE_SQUARE) break;
      items.push(this.value(depth + 1));
    }
    this.at++;
    return items;
  }

  #dictionary(depth: number): PdfDictionary {
    this.at += 2;
    const fields = new Map<string, PdfValue>();
    for (;;) {
      this.skipWhite();
      if (this.#peek() === GREATER) break;
      if (this.#peek() !== SLASH) throw malformed('a dictionary whose key is no name');
      const key = this.#name();
      fields.set(key, this.value(depth + 1));
    }
    if (!this.takes('>>')) throw malformed('a dictionary without end');
    return fields;
  }

  /** A number, a reference, or a word. */
  #plain(): PdfValue {
    const token = this.#token();
    if (UNSIGNED.test(token)) return this.#numberOrReference(Number(token));
    if (NUMBER.test(token)) return Number(token);
    if (token === 'true' || token === 'false') return token === 'true';
    if (token === 'null') return null;
    throw malformed('something that is no object');
  }

  #numberOrReference(number: number): PdfValue {
    const after = this.at;
    if (this.unsigned() !== undefined && this.takes('R') && this.#endsToken()) {
      return { kind: 'reference', number };
    }
    this.at = after;
    return number;
  }

  #endsToken(): boolean {
    const byte = this.#bytes[this.at];
    return byte === undefined || WHITE.has(byte) || DELIMITERS.has(byte);
  }

  #token(): string {
    const start = this.at;
    while (!this.#endsToken()) {
      if (this.at - start > TOKEN_BYTES_MAX) throw malformed('a word that is too long');
      this.#next();
    }
    return String.fromCharCode(...this.#bytes.subarray(start, this.at));
  }

  #name(): string {
    this.at++;
    return this.#token().replaceAll(/#([0-9A-Fa-f]{2})/g, (_, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    );
  }

  #literal(): Uint8Array {
    const bytes: number[] = [];
    let depth = 0;
    for (;;) {
      const byte = this.#next();
      if (bytes.length > STRING_BYTES_MAX) throw malformed('a string that is too long');
      if (byte === BACKSLASH) bytes.push(...this.#escaped());
      else if (byte === OPEN_ROUND && depth++ === 0) continue;
      else if (byte === CLOSE_ROUND && --depth === 0) return Uint8Array.from(bytes);
      else bytes.push(byte);
    }
  }

  #escaped(): readonly number[] {
    const character = String.fromCharCode(this.#next());
    const known = ESCAPES[character];
    if (known !== undefined) return [known];
    if (character === '\n') return [];
    if (character === '\r') {
      if (this.#peek() === 0x0a) this.at++;
      return [];
    }
    return [/[0-7]/.test(character) ? this.#octal(character) : character.charCodeAt(0)];
  }

  #octal(first: string): number {
    let digits = first;
    while (digits.length < 3 && /[0-7]/.test(String.fromCharCode(this.#peek()))) {
      digits += String.fromCharCode(this.#next());
    }
    return Number.parseInt(digits, 8) & 0xff;
  }

  #hex(): Uint8Array {
    this.at++;
    let digits = '';
    for (;;) {
      const byte = this.#next();
      if (byte === GREATER) break;
      if (digits.length > 2 * STRING_BYTES_MAX) throw malformed('a string that is too long');
      if (!WHITE.has(byte)) digits += String.fromCharCode(byte);
    }
    if (!/^[0-9A-Fa-f]*$/.test(digits)) throw malformed('a string that is not hex');
    const even = digits.length % 2 === 0 ? digits : `${digits}0`;
    return Uint8Array.from(even.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  }

  #peek(): number {
    const byte = this.#bytes[this.at];
    if (byte === undefined) throw malformed('it ends in the middle of an object');
    return byte;
  }

  #next(): number {
    if (--this.#budget.bytes < 0) throw malformed('it takes too long to read');
    const byte = this.#peek();
    this.at++;
    return byte;
  }
}

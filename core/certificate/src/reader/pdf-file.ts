/**
 * The objects of a PDF file, found by reading it from front to back rather than by its cross-reference tables, as every PDF reader
 * does with a damaged file: of several objects with one number, the last in the file counts. That covers files as we write them,
 * incremental updates, and files that other tools wrote anew, object streams included; encrypted ones are refused.
 *
 * Own code, because what it has to do is small and what it must not do is large: the libraries for PDF are ten to a hundred times
 * this size, follow whatever a file says, and none bounds time and memory. A wrong reading does no harm: what is taken out is a
 * receipt, and is verified.
 */

import { isCoded } from '@stele/base';

import { findFirst, findLast, latin1 } from './find-bytes.ts';
import { malformed } from './malformed.ts';
import { type Budget, Scanner } from './scanner.ts';
import { type PdfStream, unpacked } from './streams.ts';
import { isDictionary, isReference, nameOf, type PdfDictionary, type PdfValue } from './values.ts';

/** A certificate has some eighty objects; one inside a bundle of documents a few thousand. */
const OBJECTS_MAX = 100_000;
const OBJECT_STREAM_BYTES_MAX = 4_194_304;
/** What all object streams together unpack to. */
const UNPACKED_BYTES_MAX = 33_554_432;
const REFERENCES_MAX = 8;
/** `obj` and `endobj`; a large file of compressed data has a handful more by chance. */
const WORDS_MAX = 2 * OBJECTS_MAX + 1_000;
/** Of objects, not of what streams hold: a certificate has some 100 000, and this many are read in half a second. */
const OBJECT_BYTES_MAX = 4_194_304;
/** What a broken object costs beside its bytes: refusing one takes as long as reading so many. */
const BROKEN_OBJECT_BYTES = 1_024;

/** Where an object's value starts. */
interface Position {
  readonly bytes: Uint8Array;
  readonly at: number;
}

export class PdfFile {
  readonly #bytes: Uint8Array;
  readonly #budget: Budget;
  readonly #objects = new Map<number, Position>();
  #trailer: PdfDictionary | undefined;
  /** What object streams may still unpack to. */
  #unpackableBytes = UNPACKED_BYTES_MAX;

  /** Reads the whole file once. Rejects with CERTIFICATE_MALFORMED. */
  constructor(file: Uint8Array) {
    this.#bytes = file;
    this.#budget = { bytes: OBJECT_BYTES_MAX };
    this.#readObjects();
    if (this.#trailer === undefined) throw malformed('it has no trailer');
    if (this.#trailer.has('Encrypt')) throw malformed('it is encrypted');
  }

  get catalog(): PdfDictionary {
    const root = this.resolve(this.#trailer?.get('Root'));
    if (!isDictionary(root)) throw malformed('it has no catalog');
    return root;
  }

  /** The value itself, or what it refers to; null for what is not there. */
  resolve(value: PdfValue | undefined): PdfValue {
    let current = value;
    for (let i = 0; i < REFERENCES_MAX; i++) {
      if (!isReference(current)) return current ?? null;
      const position = this.#objects.get(current.number);
      if (position === undefined) return null;
      current = new Scanner(position.bytes, position.at, this.#budget).value();
    }
    throw malformed('references in a circle');
  }

  /** The stream that `value` refers to. */
  stream(value: PdfValue | undefined): PdfStream {
    const position = isReference(value) ? this.#objects.get(value.number) : undefined;
    if (position === undefined) throw malformed('a stream that is not there');
    const scanner = new Scanner(position.bytes, position.at, this.#budget);
    const dictionary = scanner.value();
    if (!isDictionary(dictionary)) throw malformed('a stream without dictionary');
    const stream = this.#streamAt(scanner, dictionary);
    if (stream === undefined) throw malformed('a stream that is none');
    return stream;
  }

  #readObjects(): void {
    let at = 0;
    for (let words = 0; words < WORDS_MAX; words++) {
      const start = findFirst(this.#bytes, 'obj', at);
      const end = start < 0 ? this.#bytes.length : start;
      const trailerAt = findLast(this.#bytes, 'trailer', at, end);
      if (trailerAt >= 0) this.#readTrailer(trailerAt + 'trailer'.length);
      if (start < 0) return;
      at = start + 'obj'.length;
      const number = this.#numberBefore(start);
      if (number !== undefined) at = this.#readObject(number, at);
    }
    throw tooManyObjects();
  }

  /** The object number of `12 0 obj`, read backwards from the word. */
  #numberBefore(start: number): number | undefined {
    const before = latin1(this.#bytes.subarray(Math.max(0, start - 24), start));
    const match = /(?:^|[^0-9])([0-9]{1,10})[\0\t\n\f\r ]+[0-9]{1,5}[\0\t\n\f\r ]+$/.exec(before);
    return match?.[1] === undefined ? undefined : Number(match[1]);
  }

  /** Notes the object, and what is inside it when it is an object stream. Returns where to read on. */
  #readObject(number: number, at: number): number {
    this.#objects.set(number, { bytes: this.#bytes, at });
    const scanner = new Scanner(this.#bytes, at, this.#budget);
    const value = this.#attempt(() => scanner.value());
    if (!isDictionary(value)) return Math.max(at, scanner.at);
    const stream = this.#streamAt(scanner, value);
    if (stream !== undefined) this.#readStream(stream);
    return scanner.at;
  }

  /** An object nobody asks for may be as broken as it likes; only what the whole file may cost ends the reading. */
  #attempt(read: () => PdfValue): PdfValue {
    try {
      return read();
    } catch (error) {
      this.#budget.bytes -= BROKEN_OBJECT_BYTES;
      if (!isCoded(error) || this.#isSpent) throw error;
      return null;
    }
  }

  #readStream({ dictionary, data }: PdfStream): void {
    const type = nameOf(dictionary.get('Type'));
    if (type === 'XRef') this.#trailer = dictionary;
    if (type === 'ObjStm') this.#attempt(() => this.#readObjectStream({ dictionary, data }));
  }

  #readTrailer(at: number): void {
    const value = this.#attempt(() => new Scanner(this.#bytes, at, this.#budget).value());
    if (isDictionary(value) && value.has('Root')) this.#trailer = value;
  }

  /** ISO 32000-1, 7.5.7: pairs of number and offset, then the objects. */
  #readObjectStream(stream: PdfStream): null {
    const bytes = this.#unpackedObjects(stream);
    const first = this.resolve(stream.dictionary.get('First'));
    const scanner = new Scanner(bytes, 0, this.#budget);
    while (typeof first === 'number' && scanner.at < first) {
      const number = scanner.unsigned();
      const offset = scanner.unsigned();
      if (number === undefined || offset === undefined) break;
      if (this.#objects.size >= OBJECTS_MAX) throw tooManyObjects();
      this.#objects.set(number, { bytes, at: first + offset });
    }
    return null;
  }

  /** A stream that does not unpack is charged for as if it did: it may have cost as much. */
  #unpackedObjects(stream: PdfStream): Uint8Array {
    this.#unpackableBytes -= OBJECT_STREAM_BYTES_MAX;
    if (this.#isSpent) throw malformed('it unpacks to too much');
    const bytes = unpacked(stream, OBJECT_STREAM_BYTES_MAX);
    this.#unpackableBytes += OBJECT_STREAM_BYTES_MAX - bytes.length;
    return bytes;
  }

  get #isSpent(): boolean {
    return this.#budget.bytes < 0 || this.#unpackableBytes < 0;
  }

  /** The data after a stream's dictionary; the scanner goes on behind it. Undefined when no stream follows. */
  #streamAt(scanner: Scanner, dictionary: PdfDictionary): PdfStream | undefined {
    if (!scanner.takes('stream')) return undefined;
    const start = this.#afterLineEnd(scanner.at);
    const end = this.#endOfStream(start, dictionary.get('Length'));
    scanner.at = end;
    return { dictionary, data: this.#bytes.subarray(start, end) };
  }

  #afterLineEnd(at: number): number {
    if (this.#bytes[at] === 0x0d) return this.#bytes[at + 1] === 0x0a ? at + 2 : at + 1;
    return this.#bytes[at] === 0x0a ? at + 1 : at;
  }

  /** Where `Length` says when the stream does end there; else at the next `endstream`, or the end of the file. */
  #endOfStream(start: number, lengthValue: PdfValue | undefined): number {
    const length = this.#attempt(() => this.resolve(lengthValue));
    if (typeof length === 'number' && Number.isSafeInteger(length) && length >= 0) {
      const scanner = new Scanner(this.#bytes, start + length, this.#budget);
      if (start + length <= this.#bytes.length && scanner.takes('endstream')) return start + length;
    }
    const found = findFirst(this.#bytes, 'endstream', start);
    return found < 0 ? this.#bytes.length : found;
  }
}

function tooManyObjects(): Error {
  return malformed('it has too many objects');
}

/** What is fuzzed: a part of the product that takes a stranger's bytes, with well-formed examples and with what it must never do. */

import assert from 'node:assert/strict';
import { isCoded } from '@stele/base';

export interface Target {
  /** Of its corpus, too. */
  readonly name: string;
  /** What it takes when all is well: where the fuzzer begins. */
  readonly seeds: () => readonly Uint8Array[] | Promise<readonly Uint8Array[]>;
  /** Throws when the product broke a promise over this input; whatever the input, that is a bug. */
  readonly run: (input: Uint8Array) => void | Promise<void>;
  /** Ends what `run` started. */
  readonly close?: () => void | Promise<void>;
}

/** What a decoder does: a value, or a coded rejection and nothing else. */
export type Outcome<Value> =
  | { readonly kind: 'value'; readonly value: Value }
  | { readonly kind: 'refused'; readonly code: string };

export function outcomeOf<Value>(decode: () => Value): Outcome<Value> {
  try {
    return { kind: 'value', value: decode() };
  } catch (error) {
    return refused(error);
  }
}

/** The rejection that `error` is; anything else is a bug, and thrown on. */
export function refused(error: unknown): { readonly kind: 'refused'; readonly code: string } {
  if (!isCoded(error)) throw error;
  assert.match(error.code, /^[A-Z][A-Z0-9_]+$/);
  return { kind: 'refused', code: error.code };
}

type Example = Uint8Array | string;

export interface DecoderTarget<Value> {
  readonly name: string;
  readonly seeds: () => readonly Example[];
  readonly decode: (bytes: Uint8Array) => Value;
  /** Where one value has one encoding: what was taken is what would have been written. */
  readonly encode?: (value: Value) => Example | undefined;
}

const bytesOf = (example: Example): Uint8Array =>
  typeof example === 'string' ? Buffer.from(example) : example;

/** A decoder: coded rejections only; and what it takes, it would write again byte by byte. */
export function decoder<Value>({ name, seeds, decode, encode }: DecoderTarget<Value>): Target {
  return {
    name,
    seeds: () => seeds().map(bytesOf),
    run: (input) => {
      const outcome = outcomeOf(() => decode(input));
      if (outcome.kind === 'refused' || encode === undefined) return;
      const written = encode(outcome.value);
      if (written === undefined) return;
      assert.deepEqual(Buffer.from(bytesOf(written)), Buffer.from(input));
    },
  };
}

/** The same for what is read as text; bytes that are no UTF-8 become replacement characters, as in any reader of files. */
export function textDecoder<Value>(
  given: Omit<DecoderTarget<Value>, 'decode' | 'encode'> & {
    readonly decode: (text: string) => Value;
    readonly encode?: (value: Value) => string | undefined;
  },
): Target {
  const { name, seeds, decode, encode } = given;
  return {
    name,
    seeds: () => seeds().map(bytesOf),
    run: (input) => {
      const text = Buffer.from(input).toString('utf8');
      const outcome = outcomeOf(() => decode(text));
      if (outcome.kind === 'refused' || encode === undefined) return;
      assert.equal(encode(outcome.value), text);
    },
  };
}

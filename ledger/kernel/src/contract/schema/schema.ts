/**
 * What arguments, keys and rows may consist of (spec/contracts.md, "Built-in contracts"). A schema is plain data, so that one
 * definition gives the check of positional CBOR, the JSON that people write, the JSON Schema that the HTTP API publishes, and the
 * types of the contract's code. There is no kind for free text, and none can be made: entries are public for ever.
 *
 * What each kind does is in plain-kinds.ts, value-kinds.ts, ledger-kinds.ts and composed-kinds.ts.
 */

import type { CborValue, DigestAlgorithm, Principal } from '@stele/protocol';

export interface BytesSchema {
  readonly kind: 'bytes';
  readonly length: number;
}
export interface AccountSchema {
  readonly kind: 'account';
}
export interface UintSchema {
  readonly kind: 'uint';
  readonly max: number;
}
export interface BoolSchema {
  readonly kind: 'bool';
  /** In JSON it may be left out, which means false. */
  readonly orFalse: boolean;
}
export interface IdentifierSchema {
  readonly kind: 'identifier';
  /** Whether "" stands for none. */
  readonly orEmpty: boolean;
}
export interface PrincipalSchema {
  readonly kind: 'principal';
}
export interface DigestsSchema {
  readonly kind: 'digests';
}
export interface AmountSchema {
  readonly kind: 'amount';
}
export interface ScalarSchema {
  readonly kind: 'scalar';
}
export interface ChoiceSchema {
  readonly kind: 'choice';
  /** In the order of their numbers in CBOR. */
  readonly of: Fields;
}
export interface OptionalSchema {
  readonly kind: 'optional';
  readonly of: Schema;
}
export interface ListSchema {
  readonly kind: 'list';
  readonly of: Schema;
  readonly countMin: number;
  readonly countMax: number;
}
export interface TupleSchema {
  readonly kind: 'tuple';
  /** The number the array opens with, for structures that are hashed or kept by themselves. */
  readonly version: number | null;
  /** In positional order. */
  readonly fields: Fields;
}
export interface EnclosedSchema {
  readonly kind: 'enclosed';
  readonly of: Schema;
  readonly bytesMax: number;
}
export interface JudgedSchema {
  readonly kind: 'judged';
  readonly of: Schema;
}

export type Schema =
  | BytesSchema
  | AccountSchema
  | UintSchema
  | BoolSchema
  | IdentifierSchema
  | PrincipalSchema
  | DigestsSchema
  | AmountSchema
  | ScalarSchema
  | ChoiceSchema
  | OptionalSchema
  | ListSchema
  | TupleSchema
  | EnclosedSchema
  | JudgedSchema;

/** Named schemas; the order of the names is the order of positions. */
export type Fields = Readonly<Record<string, Schema>>;

declare const TYPE: unique symbol;
/** A schema that knows, for the compiler only, the type of what it describes. */
export type Typed<T> = Schema & { readonly [TYPE]?: T };
/** The type of what a schema describes. */
export type TypeOf<S> = S extends { readonly [TYPE]?: infer T } ? T : never;
export type TypesOf<F extends Fields> = { readonly [K in keyof F]: TypeOf<F[K]> };

/** Exactly `length` bytes; hexadecimal in JSON. */
export function bytes(length: number): Typed<Uint8Array> {
  return { kind: 'bytes', length };
}

/** The 16 bytes of an account's id; `acc_` and hexadecimal in JSON. */
export function account(): Typed<Uint8Array> {
  return { kind: 'account' };
}

/** An unsigned integer up to `max`, which is at most 2^53 − 1. */
export function uint(max: number = Number.MAX_SAFE_INTEGER): Typed<number> {
  return { kind: 'uint', max };
}

export function bool(): Typed<boolean> {
  return { kind: 'bool', orFalse: false };
}

/** A boolean that JSON may leave out: false. */
export function boolOrFalse(): Typed<boolean> {
  return { kind: 'bool', orFalse: true };
}

/** An identifier (spec/encoding.md). */
export function identifier(): Typed<string> {
  return { kind: 'identifier', orEmpty: false };
}

/** An identifier, or "" for none; JSON may leave it out. */
export function identifierOrEmpty(): Typed<string> {
  return { kind: 'identifier', orEmpty: true };
}

/** A principal (spec/transaction.md); its text form in JSON. */
export function principal(): Typed<Principal> {
  return { kind: 'principal' };
}

/** One digest or more by algorithm; `{"sha-256": hex}` in JSON. */
export function digests(): Typed<ReadonlyMap<DigestAlgorithm, Uint8Array>> {
  return { kind: 'digests' };
}

/** What is owned, in the class's smallest unit: 1 … 2^128 − 1. `[0, big-endian bytes]` in CBOR; decimal digits, a string, in JSON. */
export function amount(): Typed<bigint> {
  return { kind: 'amount' };
}

/** An unsigned integer, an identifier, an account (16 bytes) or a digest (32 bytes): what an attribute says. */
export type Scalar = number | string | Uint8Array;

export function scalar(): Typed<Scalar> {
  return { kind: 'scalar' };
}

/** One of several, by its name. */
export type Chosen<F extends Fields> = {
  readonly [K in keyof F & string]: { readonly kind: K; readonly value: TypeOf<F[K]> };
}[keyof F & string];

/** One of several: `[number of the name, value]` in CBOR, `{name: value}` in JSON. */
export function choice<F extends Fields>(of: F): Typed<Chosen<F>> {
  return { kind: 'choice', of };
}

/** A value or null; JSON may leave it out. */
export function optional<S extends Schema>(of: S): Typed<TypeOf<S> | null> {
  return { kind: 'optional', of };
}

export interface Count {
  readonly min?: number;
  readonly max: number;
}

export function list<S extends Schema>(of: S, count: Count): Typed<readonly TypeOf<S>[]> {
  return { kind: 'list', of, countMin: count.min ?? 0, countMax: count.max };
}

/** Several values by position, named in JSON; with a version, the array opens with that number, which JSON does not show. */
export function tuple<F extends Fields>(fields: F, version?: number): Typed<TypesOf<F>> {
  return { kind: 'tuple', version: version ?? null, fields };
}

/** As `of`, but in CBOR a byte string, of at most `bytesMax` bytes, that holds the CBOR of it: nesting is counted anew in it. */
export function enclosed<S extends Schema>(of: S, bytesMax: number): Typed<TypeOf<S>> {
  return { kind: 'enclosed', of, bytesMax };
}

/**
 * Shown and written as `of`, but handed to the contract unread: for arguments whose shape the contract itself judges, with a code
 * of its own and in an order of its own.
 */
export function judged(of: Schema): Typed<CborValue> {
  return { kind: 'judged', of };
}

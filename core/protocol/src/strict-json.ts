/**
 * JSON for receipts (RFC 8259), strict: no field twice, no unpaired surrogates, no fractions or exponents, bounded depth.
 * `JSON.parse` keeps the last of two equal fields silently and takes numbers written in many ways; a document that two readers
 * understand differently is no evidence.
 */

import { fromUtf8, isCoded, utf8 } from '@stele/base';

export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
export type JsonObject = ReadonlyMap<string, Json>;

/** Thrown for any broken rule; callers turn it into a rejection of their own. */
export class JsonSyntaxError extends SyntaxError {}

const DEPTH_MAX = 8;
const WHITE_SPACE = /[ \t\n\r]*/y;
const NUMBER = /0|[1-9][0-9]{0,15}/y;
const NUMBER_GOES_ON = /[-+.eE0-9]/;
const PLAIN_CHARACTERS = /[^"\\\u0000-\u001f]*/y;
const ESCAPE = /["\\/bfnrt]|u[0-9a-fA-F]{4}/y;
const ESCAPED: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

interface Cursor {
  readonly text: string;
  at: number;
}

/** Parses UTF-8 JSON. Throws JsonSyntaxError. */
export function parseStrictJson(bytes: Uint8Array): Json {
  const cursor: Cursor = { text: decodeText(bytes), at: 0 };
  const value = parseValue(cursor, 1);
  skipWhiteSpace(cursor);
  if (cursor.at !== cursor.text.length) throw new JsonSyntaxError('text after the JSON value');
  return value;
}

function decodeText(bytes: Uint8Array): string {
  try {
    return fromUtf8(bytes);
  } catch (cause) {
    if (!isCoded(cause)) throw cause;
    throw new JsonSyntaxError(cause.message);
  }
}

function parseValue(cursor: Cursor, depth: number): Json {
  skipWhiteSpace(cursor);
  const first = cursor.text.charAt(cursor.at);
  if (first === '{') return parseObject(cursor, depth);
  if (first === '[') return parseArray(cursor, depth);
  if (first === '"') return parseString(cursor);
  for (const [word, value] of [
    ['true', true],
    ['false', false],
    ['null', null],
  ] as const) {
    if (cursor.text.startsWith(word, cursor.at)) {
      cursor.at += word.length;
      return value;
    }
  }
  return parseNumber(cursor);
}

function parseObject(cursor: Cursor, depth: number): JsonObject {
  const fields = new Map<string, Json>();
  parseList(cursor, depth, '}', () => {
    skipWhiteSpace(cursor);
    if (cursor.text.charAt(cursor.at) !== '"') throw new JsonSyntaxError('a field name is missing');
    const name = parseString(cursor);
    if (fields.has(name)) throw new JsonSyntaxError('a field stands twice');
    skipWhiteSpace(cursor);
    expect(cursor, ':');
    fields.set(name, parseValue(cursor, depth + 1));
  });
  return fields;
}

function parseArray(cursor: Cursor, depth: number): readonly Json[] {
  const items: Json[] = [];
  parseList(cursor, depth, ']', () => {
    items.push(parseValue(cursor, depth + 1));
  });
  return items;
}

function parseList(cursor: Cursor, depth: number, end: string, parseOne: () => void): void {
  if (depth > DEPTH_MAX) throw new JsonSyntaxError('nested more than 8 deep');
  cursor.at++;
  skipWhiteSpace(cursor);
  if (cursor.text.charAt(cursor.at) === end) {
    cursor.at++;
    return;
  }
  for (;;) {
    parseOne();
    skipWhiteSpace(cursor);
    if (cursor.text.charAt(cursor.at) === end) break;
    expect(cursor, ',');
  }
  cursor.at++;
}

function parseString(cursor: Cursor): string {
  cursor.at++;
  let text = '';
  for (;;) {
    text += match(cursor, PLAIN_CHARACTERS) ?? '';
    const next = cursor.text.charAt(cursor.at++);
    if (next === '"') break;
    if (next !== '\\') throw new JsonSyntaxError('a string that does not end');
    text += parseEscape(cursor);
  }
  assertPaired(text);
  return text;
}

function parseEscape(cursor: Cursor): string {
  const escape = match(cursor, ESCAPE);
  if (escape === undefined) throw new JsonSyntaxError('an unknown escape');
  if (escape.length > 1) return String.fromCharCode(Number.parseInt(escape.slice(1), 16));
  return ESCAPED[escape] ?? escape;
}

function assertPaired(text: string): void {
  try {
    utf8(text);
  } catch (cause) {
    if (!isCoded(cause)) throw cause;
    throw new JsonSyntaxError(cause.message);
  }
}

function parseNumber(cursor: Cursor): number {
  const digits = match(cursor, NUMBER);
  const goesOn = NUMBER_GOES_ON.test(cursor.text.charAt(cursor.at));
  const value = Number(digits);
  if (digits === undefined || goesOn || !Number.isSafeInteger(value)) {
    throw new JsonSyntaxError('not a value of plain decimal digits');
  }
  return value;
}

function match(cursor: Cursor, pattern: RegExp): string | undefined {
  pattern.lastIndex = cursor.at;
  const found = pattern.exec(cursor.text)?.[0];
  cursor.at += found?.length ?? 0;
  return found;
}

function skipWhiteSpace(cursor: Cursor): void {
  match(cursor, WHITE_SPACE);
}

function expect(cursor: Cursor, character: string): void {
  if (cursor.text.charAt(cursor.at) !== character) {
    throw new JsonSyntaxError(`"${character}" is missing`);
  }
  cursor.at++;
}

/**
 * JSON of strangers, read strictly: UTF-8 only (a replacement character would change what was sent without a word), of bounded depth
 * (so that no recursive reader of it runs out of stack), and without members that would become an object's prototype.
 */

import { rejection } from '@stele/base';
import { parse } from 'secure-json-parse';
import { JSON_DEPTH_MAX } from './limits.ts';

/** The value. Rejects with JSON_MALFORMED, where `subject` says in words what is malformed. */
export function readJson(bytes: Uint8Array, subject = 'the body'): unknown {
  if (bytes.length === 0) throw rejection('JSON_MALFORMED', `${subject} is empty`);
  const text = readJsonText(bytes, subject);
  try {
    return parse(text, { protoAction: 'error', constructorAction: 'error' }) as unknown;
  } catch (cause) {
    throw rejection('JSON_MALFORMED', `${subject} is not valid JSON`, { cause });
  }
}

/** The text, checked as far as has to be before it is parsed. Rejects with JSON_MALFORMED. */
export function readJsonText(bytes: Uint8Array, subject: string): string {
  const text = decode(bytes);
  if (text === undefined) throw rejection('JSON_MALFORMED', `${subject} is not UTF-8`);
  if (depthOf(text) > JSON_DEPTH_MAX) {
    const depth = String(JSON_DEPTH_MAX);
    throw rejection('JSON_MALFORMED', `${subject} nests deeper than ${depth}`);
  }
  return text;
}

const utf8Decoder = new TextDecoder('utf-8', { fatal: true });

function decode(bytes: Uint8Array): string | undefined {
  try {
    return utf8Decoder.decode(bytes);
  } catch {
    return undefined;
  }
}

/** The deepest nesting of brackets outside strings; of text that is no JSON, some number. */
export function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  let at = 0;
  while (at < text.length) {
    const unit = text.charCodeAt(at);
    if (unit === QUOTE) at = endOfString(text, at);
    else if (unit === OPEN_BRACE || unit === OPEN_BRACKET) deepest = Math.max(deepest, ++depth);
    else if (unit === CLOSE_BRACE || unit === CLOSE_BRACKET) depth--;
    at++;
  }
  return deepest;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

/** Where the string that opens at `start` has its closing quote; the text's end when it has none. */
function endOfString(text: string, start: number): number {
  let at = text.indexOf('"', start + 1);
  while (at >= 0 && isEscaped(text, at)) at = text.indexOf('"', at + 1);
  return at < 0 ? text.length : at;
}

function isEscaped(text: string, at: number): boolean {
  let backslashes = 0;
  while (text.charCodeAt(at - 1 - backslashes) === BACKSLASH) backslashes++;
  return backslashes % 2 === 1;
}

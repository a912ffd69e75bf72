/**
 * The JSON text of a body, checked as far as has to be before it is parsed: strict UTF-8 (a replacement character would change what was
 * sent without a word) and bounded depth (so that no recursive reader of it runs out of stack).
 */

import { rejection } from '@stele/base';
import { JSON_DEPTH_MAX } from './limits.ts';

/** The text. Rejects with JSON_MALFORMED. */
export function readJsonText(body: Uint8Array): string {
  const text = decode(body);
  if (text === undefined) throw rejection('JSON_MALFORMED', 'the body is not UTF-8');
  if (depthOf(text) > JSON_DEPTH_MAX) {
    throw rejection('JSON_MALFORMED', `the body nests deeper than ${String(JSON_DEPTH_MAX)}`);
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

/**
 * Names in the JSON of a story: `{bank}` stands for the account of a person, `{digest:…}` for the digest of some document, `{class:…}`
 * for the id of a class. So definitions and acts are written before anybody has an account.
 */

import { createHash } from 'node:crypto';

import type { Json } from '@stele/kernel/contract';

/** The digest that stands for some document. */
export function digestOf(words: string): string {
  return createHash('sha256').update(words).digest('hex');
}

/** The id of a class: a digest of its name. */
export function classIdOf(name: string): string {
  return digestOf(`stele/class/v1\0${name}`).slice(0, 32);
}

/** The same JSON with every place filled; `text` says what a name stands for. */
export function filled(json: Json, text: (name: string) => string): Json {
  if (typeof json === 'string') return filledText(json, text);
  if (Array.isArray(json)) return json.map((one: Json) => filled(one, text));
  if (typeof json !== 'object' || json === null) return json;
  const entries = Object.entries(json).map(([name, one]) => [name, filled(one, text)] as const);
  return Object.fromEntries(entries);
}

function filledText(written: string, text: (name: string) => string): string {
  const [, kind, name = ''] = /^\{(?:(digest|class):)?(.+)\}$/.exec(written) ?? [];
  if (name === '') return written;
  if (kind === 'digest') return digestOf(name);
  return kind === 'class' ? classIdOf(name) : text(name);
}

/** 32 bytes that open a lock, and the digest that closes it. */
export function lockOf(words: string): { readonly preimage: string; readonly digest: string } {
  const preimage = createHash('sha256').update(words).digest();
  const digest = createHash('sha256').update(preimage).digest('hex');
  return { preimage: preimage.toString('hex'), digest };
}

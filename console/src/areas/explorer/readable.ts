/**
 * Values of the ledger, for people: what a string of digits is, and what the parts of a row are called where the contract is one of
 * the built-in ones (spec/contracts.md). Whatever does not have the form that is written there is shown as it is, never guessed at.
 */

import type { EffectView, JsonValue } from '@stele/protocol';

export type Readable =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'truth'; readonly value: boolean }
  | { readonly kind: 'hash'; readonly hex: string }
  | { readonly kind: 'account'; readonly account: string }
  | { readonly kind: 'list'; readonly items: readonly Readable[] }
  | { readonly kind: 'map'; readonly fields: readonly ReadableField[] };

export interface ReadableField {
  readonly name: string;
  readonly value: Readable;
}

/** Shorter digits are as likely a number or a word; ids have 32. */
const HASH = /^(?:[0-9a-f]{2}){16,}$/;
const ACCOUNT = /^acc_[0-9a-f]{32}$/;
const ID_DIGITS = 32;
const DEPTH_MAX = 8;

/** Any value, by its form. */
export function readable(value: JsonValue, depth = 0): Readable {
  if (value === null) return { kind: 'nothing' };
  if (typeof value === 'string') return readableText(value);
  if (typeof value === 'number') return { kind: 'number', value };
  if (typeof value === 'boolean') return { kind: 'truth', value };
  if (depth >= DEPTH_MAX) return { kind: 'text', text: JSON.stringify(value) };
  if (isList(value)) {
    return { kind: 'list', items: value.map((item) => readable(item, depth + 1)) };
  }
  const fields = Object.entries(value).map(([name, field]) => ({
    name,
    value: readable(field, depth + 1),
  }));
  return { kind: 'map', fields };
}

function readableText(text: string): Readable {
  if (ACCOUNT.test(text)) return { kind: 'account', account: text };
  return HASH.test(text) ? { kind: 'hash', hex: text } : { kind: 'text', text };
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}

/** What the parts of a known row are called; the texts are in the catalogue under explorer.part. */
export type PartName =
  | 'account'
  | 'administrator'
  | 'authority'
  | 'batch'
  | 'call'
  | 'count'
  | 'entry'
  | 'item'
  | 'key'
  | 'openedAt'
  | 'record'
  | 'supersededBy'
  | 'unitsLeft'
  | 'value';

export interface Part {
  readonly name: PartName;
  readonly value: Readable;
}

export interface ReadableEffect {
  readonly key: readonly Part[];
  readonly value: readonly Part[];
}

/** Key and value of an effect with the names that its table gives their parts. */
export function readableEffect(effect: EffectView): ReadableEffect {
  const { contract, table, key, value } = effect;
  return {
    key: keyParts(`${contract}.${table}`, key),
    value: value === null ? [] : (valueParts(`${contract}.${table}`, value) ?? whole(value)),
  };
}

function whole(value: JsonValue): readonly Part[] {
  return [{ name: 'value', value: readable(value) }];
}

const SECOND_OF_KEY: Readonly<Record<string, readonly [name: PartName, prefix: string]>> = {
  'evidence.records': ['record', 'ev_'],
  'evidence.superseded': ['record', 'ev_'],
  'evidence.batches': ['batch', 'eb_'],
};

function keyParts(table: string, key: string): readonly Part[] {
  if (key === '') return [];
  const second = SECOND_OF_KEY[table];
  if (second !== undefined && key.length === 2 * ID_DIGITS) {
    const [name, prefix] = second;
    const text = `${prefix}${key.slice(ID_DIGITS)}`;
    return [accountPart(key.slice(0, ID_DIGITS)), { name, value: { kind: 'text', text } }];
  }
  const isAccount = /^accounts\.(accounts|quotas)$/.test(table) && key.length === ID_DIGITS;
  return isAccount ? [accountPart(key)] : [{ name: 'key', value: { kind: 'hash', hex: key } }];
}

function accountPart(digits: string): Part {
  return { name: 'account', value: { kind: 'account', account: `acc_${digits}` } };
}

/** Undefined where the value has another form than the table's. */
function valueParts(table: string, value: JsonValue): readonly Part[] | undefined {
  switch (table) {
    case 'accounts.accounts':
      return accountParts(value);
    case 'accounts.quotas':
      return typeof value === 'number' ? [numberPart('unitsLeft', value)] : undefined;
    case 'evidence.records':
      return numbered(value, ['entry', 'call', 'item']);
    case 'evidence.batches':
      return numbered(value, ['entry', 'call', 'count']);
    case 'evidence.superseded':
      return typeof value === 'string' && value.length === ID_DIGITS
        ? [{ name: 'supersededBy', value: { kind: 'text', text: `ev_${value}` } }]
        : undefined;
    default:
      return undefined;
  }
}

function numberPart(name: PartName, value: number): Part {
  return { name, value: { kind: 'number', value } };
}

function numbered(value: JsonValue, names: readonly PartName[]): readonly Part[] | undefined {
  if (!isList(value) || value.length !== names.length) return undefined;
  const parts = names.flatMap((name, i) => {
    const part = value[i];
    return typeof part === 'number' ? [numberPart(name, part)] : [];
  });
  return parts.length === names.length ? parts : undefined;
}

/** `[1, authority, administrator, openedAtHeight]` */
function accountParts(value: JsonValue): readonly Part[] | undefined {
  if (!isList(value) || value.length !== 4 || value[0] !== 1) return undefined;
  const [, authority, administrator, openedAt] = value;
  if (typeof administrator !== 'boolean' || typeof openedAt !== 'number') return undefined;
  return [
    { name: 'authority', value: { kind: 'text', text: authorityText(authority ?? null) } },
    { name: 'administrator', value: { kind: 'truth', value: administrator } },
    numberPart('openedAt', openedAt),
  ];
}

/** Principals of kind 0, a key, and 4, some of several (spec/transaction.md, "Principals"), as they are written in text. */
export function authorityText(authority: JsonValue): string {
  if (!isList(authority)) return JSON.stringify(authority);
  const [kind, first, members] = authority;
  if (kind === 0 && typeof first === 'string') return `key:${first}`;
  if (kind === 4 && typeof first === 'number' && members !== undefined && isList(members)) {
    return `${String(first)}-of(${members.map(authorityText).join(',')})`;
  }
  return JSON.stringify(authority);
}

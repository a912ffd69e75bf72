/** One JSON object a line: as POST /v1/evidence takes it, or flat with the columns that a table would have. */

import { isCoded } from '@stele/base';

import type { DigestName } from '../item.ts';
import { digestNameOf, type RawItem } from './item-fields.ts';
import { lineFault } from './list-fault.ts';

type Fields = Readonly<Record<string, unknown>>;

const TEXTS = new Set(['digest', 'name', 'reference', 'kind']);

/** Throws a line’s fault. A field that nobody knows is refused: what is lost without a word cannot be mended once it is recorded. */
export function readJsonLine(line: string): RawItem {
  const raw: Record<string, string> = {};
  const digests: Partial<Record<DigestName, string>> = {};
  for (const [name, value] of Object.entries(objectOf(line))) {
    if (name === 'digests') Object.assign(digests, digestsOf(value));
    else if (name === 'size') raw['size'] = numberText(value);
    else if (TEXTS.has(name)) raw[name] = text(value, name);
    else digests[algorithmOf(name)] = text(value, name);
  }
  return { ...raw, digests };
}

function objectOf(line: string): Fields {
  const parsed = parse(line);
  if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) {
    return parsed as Fields;
  }
  throw lineFault('LINE_MALFORMED', line);
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw lineFault('LINE_MALFORMED', line);
  }
}

function digestsOf(value: unknown): Readonly<Partial<Record<DigestName, string>>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw lineFault('FIELD_MALFORMED', 'digests');
  }
  const digests: Partial<Record<DigestName, string>> = {};
  for (const [name, digest] of Object.entries(value)) {
    digests[digestNameOf(name)] = text(digest, name);
  }
  return digests;
}

function algorithmOf(name: string): DigestName {
  try {
    return digestNameOf(name);
  } catch (error) {
    throw isCoded(error, 'DIGEST_WEAK') ? error : lineFault('FIELD_UNKNOWN', name);
  }
}

function text(value: unknown, name: string): string {
  if (typeof value === 'string') return value;
  throw lineFault('FIELD_MALFORMED', name);
}

function numberText(value: unknown): string {
  if (typeof value === 'number' || typeof value === 'string') return String(value);
  throw lineFault('SIZE_MALFORMED', 'size');
}

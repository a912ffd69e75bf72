/** The part of the HTTP transport that reads what lies in the ledger: entries, items of payloads, rows of tables. */

import { fromBase64url, isCoded, rejection, toHex } from '@stele/base';
import {
  decode,
  EFFECT_KEY_BYTES_MAX,
  isIdentifier,
  splitSequence,
  TERM_BYTES_MAX,
} from '@stele/protocol';
import type { FindQuery, FoundRow, LedgerApi, RowQuery, RowView } from '@stele/protocol';
import { answerMalformed, type Ask, jsonOf } from './exchange.ts';
import type { At } from './paths.ts';

/** What one page holds at most. */
const FOUND_ROWS_MAX = 1_000;

export function rowsOverHttp(
  ask: Ask,
  at: At,
): Pick<LedgerApi, 'entry' | 'payloadItems' | 'row' | 'find'> {
  return {
    entry: async (index) => {
      const path = at('entries', entrySegment(index));
      return (await ask({ method: 'GET', path, accept: 'application/octet-stream' })).bytes;
    },
    payloadItems: async ({ index, payload, first, count }) => {
      const path = at('entries', entrySegment(index), 'payloads', payloadSegment(payload));
      const query = { first, count };
      const { bytes } = await ask({ method: 'GET', path, query, accept: 'application/cbor-seq' });
      return itemsIn(bytes);
    },
    row: async (query) => row(ask, at('rows', ...tableSegments(query)), query),
    find: async (query) => find(ask, at('rows', ...tableSegments(query), 'terms'), query),
  };
}

/** Absent where there is none: that is an answer like any other. */
async function row(ask: Ask, path: string, { key }: RowQuery): Promise<RowView | null> {
  if (key.length > EFFECT_KEY_BYTES_MAX) return null;
  try {
    return rowIn(jsonOf(await ask({ method: 'GET', path, query: { key: toHex(key) } })));
  } catch (error) {
    if (isCoded(error, 'ROW_UNKNOWN')) return null;
    throw error;
  }
}

async function find(
  ask: Ask,
  path: string,
  { term, after, reverse = false, limit }: FindQuery,
): Promise<readonly FoundRow[]> {
  if (limit < 1 || !isTerm(term) || (reverse && after !== undefined && after < 0)) return [];
  const query = {
    term: toHex(term),
    limit: Math.min(limit, FOUND_ROWS_MAX),
    after: afterIn(after),
    reverse: String(reverse),
  };
  const answer = jsonOf(await ask({ method: 'GET', path, query })) as Partial<FoundJson>;
  if (!Array.isArray(answer.items)) throw malformed();
  return (answer.items as readonly FoundRowJson[]).map((found) => ({
    ...rowIn(found),
    key: bytesIn(found.key),
  }));
}

/** Before the first effect is where a search begins by itself. */
function afterIn(after: number | undefined): number | undefined {
  return after === undefined || after < 0 ? undefined : after;
}

/** No row is filed under anything else. */
function isTerm({ length }: Uint8Array): boolean {
  return length > 0 && length <= TERM_BYTES_MAX;
}

interface RowJson {
  readonly effect: number;
  readonly value: string;
}
interface FoundRowJson extends RowJson {
  readonly key: string;
}
interface FoundJson {
  readonly items: readonly FoundRowJson[];
}

function rowIn(answer: object): RowView {
  const { effect, value } = answer as Partial<RowJson>;
  if (typeof effect !== 'number') throw malformed();
  return { effect, value: bytesIn(value) };
}

function bytesIn(text: unknown): Uint8Array {
  if (typeof text !== 'string') throw malformed();
  return fromBase64url(text);
}

/** Each item comes as a byte string. */
function itemsIn(bytes: Uint8Array): readonly Uint8Array[] {
  return splitSequence(bytes).map((encoded) => {
    const item = decode(encoded);
    if (!(item instanceof Uint8Array)) throw malformed();
    return item;
  });
}

// What cannot exist is not asked for: the answer would be the same, and no text can make the request reach another route.

function entrySegment(index: number): string {
  if (Number.isSafeInteger(index) && index >= 0) return String(index);
  throw rejection('ENTRY_UNKNOWN', 'an index is a whole number from 0 on');
}

function payloadSegment(payload: number): string {
  if (Number.isSafeInteger(payload) && payload >= 0) return String(payload);
  throw rejection('PAYLOAD_ABSENT', 'payloads have whole numbers from 0 on');
}

function tableSegments({ contract, table }: Pick<RowQuery, 'contract' | 'table'>): string[] {
  if (isIdentifier(contract) && isIdentifier(table)) return [contract, table];
  throw rejection('TABLE_UNKNOWN', 'contracts and tables are named by identifiers');
}

function malformed(): Error {
  return answerMalformed('the server’s answer is not what this request is answered with');
}

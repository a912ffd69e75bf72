/** A ledger over HTTP. Needs `fetch` only, so it runs in a browser too. */

import { concat, isCoded, rejection, toBase64url, utf8 } from '@stele/base';
import { encodeSubmission, parseTilePath } from '@stele/protocol';
import type { Submission } from '@stele/protocol';
import { RequestError } from '../request-error.ts';
import type {
  BlockView,
  ChainView,
  CloudEvent,
  EventPage,
  EventQuery,
  ItemSelection,
  Prepared,
  ReceiptOptions,
  SubmitOptions,
  SubmitRejected,
  SubmitResult,
  TransactionView,
  LedgerApi,
} from '@stele/protocol';
import { exchange, itemsOf, jsonOf } from './exchange.ts';
import type { Ask, Exchange, HttpAddress } from './exchange.ts';
import { assetsOverHttp } from './assets-over-http.ts';
import { inboxOverHttp } from './inbox-over-http.ts';
import { withoutLinks } from './paths.ts';
import { refusedResult } from './refused-result.ts';
import { rowsOverHttp } from './rows-over-http.ts';

export interface HttpOptions extends HttpAddress {
  /** A chain's name or fingerprint; `main` when absent. */
  readonly chain?: string | undefined;
}

/** The transport to a node at an address. */
export function httpTransport(options: HttpOptions): LedgerApi {
  const chain = encodeURIComponent(options.chain ?? 'main');
  const ask = (asked: Exchange) => exchange(options, asked);
  const at = (...parts: readonly string[]): string => ['/v1/chains', chain, ...parts].join('/');
  const get = async <T extends object>(path: string): Promise<T> =>
    withoutLinks(jsonOf(await ask({ method: 'GET', path })) as T);
  return {
    chain: () => get<ChainView>(at()),
    block: async (reference) => get<BlockView>(at('blocks', blockSegment(reference))),
    transaction: async (id) => get<TransactionView>(at('transactions', idSegment(id))),
    receipt: async (id, selection, options = {}) => {
      const path = at('transactions', idSegment(id), 'proof');
      return (await ask(receiptRequest(path, selection, options))).bytes;
    },
    ...rowsOverHttp(ask, at),
    ...assetsOverHttp(ask, at),
    ...inboxOverHttp(ask, at),
    prepare: async (request) => {
      const body = { type: 'application/json', bytes: utf8(JSON.stringify(request)) };
      const path = at('transactions', 'prepare');
      return jsonOf(await ask({ method: 'POST', path, body })) as Prepared;
    },
    submit: (submission, wait) => submitOne(ask, at('transactions'), submission, wait),
    submitMany: (submissions, wait) => submitMany(ask, at('transactions'), submissions, wait),
    events: (query) => events(ask, at('events'), query),
    log: async (path) =>
      (await ask({ method: 'GET', path: `/log/${chain}/${logSegments(path)}`, accept: '*/*' }))
        .bytes,
  };
}

const BLOCK_REFERENCE = /^(?:latest|[0-9a-f]{64}|0|[1-9][0-9]{0,15})$/;
const TRANSACTION_ID = /^[0-9a-f]{64}$/;
const LOG_TEXTS = ['checkpoint', 'vkeys', 'policy'];

// What cannot exist is not asked for: the answer would be the same, and no text can make the request reach another route.

function blockSegment(reference: number | string): string {
  const text = String(reference);
  if (BLOCK_REFERENCE.test(text)) return text;
  throw rejection('BLOCK_UNKNOWN', 'neither a height, nor a block hash, nor "latest"');
}

function idSegment(id: string): string {
  if (TRANSACTION_ID.test(id)) return id;
  throw rejection('TRANSACTION_UNKNOWN', 'a transaction id is 64 lower-case hexadecimal digits');
}

function logSegments(path: string): string {
  if (LOG_TEXTS.includes(path) || parseTilePath(path) !== undefined) return path;
  throw rejection('LOG_PATH_UNKNOWN', 'this is not how a file of the log is addressed');
}

function receiptRequest(
  path: string,
  selection: ItemSelection | undefined,
  { checkpoint }: ReceiptOptions,
): Exchange {
  const query = {
    form: 'cbor',
    call: selection?.call,
    item: selection?.item,
    checkpoint: checkpoint === undefined ? undefined : toBase64url(utf8(checkpoint)),
  };
  return { method: 'GET', path, query, accept: 'application/cbor' };
}

async function submitOne(
  ask: Ask,
  path: string,
  submission: Submission,
  { wait, timeoutMs }: SubmitOptions,
): Promise<SubmitResult> {
  const body = { type: 'application/cbor', bytes: encodeSubmission(submission) };
  const query = { wait, timeoutMs };
  try {
    const answer = await ask({ method: 'POST', path, query, body, waitMs: timeoutMs });
    return withoutLinks(jsonOf(answer) as SubmitResult);
  } catch (error) {
    const refused = error instanceof RequestError ? refusedResult(error) : undefined;
    if (refused === undefined) throw error;
    return refused;
  }
}

/** What one request carries at most; the server's own limits (1 000, 8 MiB) are not below. */
const MANY_COUNT_MAX = 1_000;
const MANY_BYTES_MAX = 4_194_304;

async function submitMany(
  ask: Ask,
  path: string,
  submissions: readonly Submission[],
  { wait, timeoutMs }: SubmitOptions,
): Promise<readonly (SubmitResult | SubmitRejected)[]> {
  const results: (SubmitResult | SubmitRejected)[] = [];
  for (const parts of inRequests(submissions.map(encodeSubmission))) {
    const body = { type: 'application/cbor-seq', bytes: concat(...parts) };
    const query = { wait, timeoutMs };
    const answer = await ask({ method: 'POST', path, query, body, waitMs: timeoutMs });
    const items = itemsOf(answer) as readonly (SubmitResult | SubmitRejected)[];
    results.push(...items.map(withoutLinks));
  }
  return results;
}

function* inRequests(encoded: readonly Uint8Array[]): Generator<readonly Uint8Array[]> {
  let parts: Uint8Array[] = [];
  let bytes = 0;
  for (const one of encoded) {
    const isFull = parts.length === MANY_COUNT_MAX || bytes + one.length > MANY_BYTES_MAX;
    if (isFull && parts.length > 0) {
      yield parts;
      parts = [];
      bytes = 0;
    }
    parts.push(one);
    bytes += one.length;
  }
  if (parts.length > 0) yield parts;
}

interface EventsAnswer {
  readonly nextCursor: string | null;
}

async function events(ask: Ask, path: string, query: EventQuery): Promise<EventPage> {
  const { signal, after, waitMs, ...filter } = query;
  const asked: Exchange = {
    method: 'GET',
    path,
    query: { ...filter, waitMs, after: after === undefined || after < 0 ? undefined : after },
    signal,
    ...(waitMs === undefined ? {} : { waitMs }),
  };
  try {
    const answer = await ask(asked);
    const items = itemsOf(answer) as readonly CloudEvent[];
    const { nextCursor } = jsonOf(answer) as EventsAnswer;
    return { items, next: nextCursor === null ? -1 : Number(nextCursor) };
  } catch (error) {
    // As in the process: an abort ends the waiting, it is no failure.
    if (signal?.aborted === true && isCoded(error, 'UNREACHABLE')) {
      return { items: [], next: after ?? -1 };
    }
    throw error;
  }
}

/** The part of the HTTP transport that reads assets: classes, balances, outputs, holds, traces, live proofs. */

import { rejection } from '@stele/base';
import { isIdentifier, principalFromText } from '@stele/protocol';
import type {
  AssetsApi,
  BalancesView,
  ClassView,
  JsonObject,
  LiveProof,
  OutputView,
  Page,
  TracePage,
  TraceStep,
} from '@stele/protocol';
import { answerMalformed, type Ask, itemsOf, jsonOf } from './exchange.ts';
import { type At, withoutLinks } from './paths.ts';

export function assetsOverHttp(ask: Ask, at: At): AssetsApi {
  const get = async (path: string, query: Query = {}): Promise<object> =>
    withoutLinks(jsonOf(await ask({ method: 'GET', path, query })));
  const page = async <T extends object>(path: string, query: Query): Promise<Page<T>> => {
    const answer = await ask({ method: 'GET', path, query });
    const items = itemsOf(answer).map((item) => withoutLinks(item as T));
    return { items, nextCursor: cursorIn(jsonOf(answer)) };
  };
  return {
    classes: (query) => page<ClassView>(at('classes'), pageOf(query)),
    assetClass: async (id) => (await get(at('classes', classSegment(id)))) as ClassView,
    balances: async ({ account, atHeight }) => {
      const path = at('accounts', partySegment(account), 'balances');
      return (await get(path, { at: heightOf(atHeight) })) as BalancesView;
    },
    outputs: ({ account, class: of, ...rest }) => {
      const path = at('accounts', partySegment(account), 'outputs');
      const named = of === undefined ? {} : { class: decodeURIComponent(classSegment(of)) };
      return page<OutputView>(path, { ...named, ...pageOf(rest) });
    },
    holds: ({ account, ...rest }) =>
      page<OutputView>(at('accounts', partySegment(account), 'holds'), pageOf(rest)),
    output: async (id) => (await get(at('outputs', outputSegment(id)))) as OutputView,
    trace: async ({ output, direction, ...rest }) => {
      const path = at('outputs', outputSegment(output), 'trace');
      const answer = await ask({ method: 'GET', path, query: { direction, ...pageOf(rest) } });
      const { complete } = jsonOf(answer) as Partial<TracePage>;
      const items = itemsOf(answer).map((item) => withoutLinks(item as TraceStep));
      return { items, nextCursor: cursorIn(jsonOf(answer)), complete: complete === true };
    },
    liveProof: async ({ output, atHeight }) => {
      const path = at('outputs', outputSegment(output), 'proof');
      return (await get(path, { at: heightOf(atHeight) })) as LiveProof;
    },
  };
}

type Query = Readonly<Record<string, string | number | undefined>>;

function pageOf({ limit, cursor }: { readonly limit?: number; readonly cursor?: string }): Query {
  return { limit, cursor };
}

function cursorIn(answer: object): string | null {
  const { nextCursor } = answer as JsonObject;
  if (nextCursor === null || typeof nextCursor === 'string') return nextCursor;
  throw answerMalformed('the server’s answer is not the page it should be');
}

// What cannot exist is not asked for: the answer would be the same, and no text can make the request reach another route.

const CLASS_ID = /^[0-9a-f]{32}$/;
const OUTPUT_ID = /^out_[0-9a-f]{20}$/;

function classSegment(id: string): string {
  const parts = id.split('~');
  const isNamed = parts.length === 2 && parts.every((part) => isIdentifier(part));
  if (CLASS_ID.test(id) || isNamed) return encodeURIComponent(id);
  throw rejection('CLASS_ABSENT', 'a class is 32 hexadecimal digits, or organisation~name');
}

function outputSegment(id: string): string {
  if (OUTPUT_ID.test(id)) return id;
  throw rejection('OUTPUT_ABSENT', 'an output is out_ and 20 lower-case hexadecimal digits');
}

/** Rejects with PRINCIPAL_MALFORMED. */
function partySegment(account: string): string {
  principalFromText(account);
  return encodeURIComponent(account);
}

function heightOf(height: number | undefined): number | undefined {
  if (height === undefined || (Number.isSafeInteger(height) && height >= 0)) return height;
  throw rejection('HEIGHT_UNKNOWN', 'a height is a whole number from 0 on');
}

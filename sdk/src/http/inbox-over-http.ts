/** The part of the HTTP transport that collects signatures: handing in, adding, the inbox. */

import { rejection, toBase64url, utf8 } from '@stele/base';
import { encodeSubmission, principalFromText } from '@stele/protocol';
import type { Collecting, InboxApi, PendingView, SubmitResult } from '@stele/protocol';
import { RequestError } from '../request-error.ts';
import { type Answer, type Ask, type Exchange, itemsOf, jsonOf } from './exchange.ts';
import { type At, withoutLinks } from './paths.ts';
import { refusedResult } from './refused-result.ts';

export function inboxOverHttp(ask: Ask, at: At): InboxApi {
  return {
    // Who hands in is known to the server by the key; what a caller says of it is not sent.
    collect: async (submission, { wait, timeoutMs }) => {
      const body = { type: 'application/cbor', bytes: encodeSubmission(submission) };
      const query = { wait, timeoutMs, collect: 'true' };
      const path = at('transactions');
      return outcomeOf(ask, { method: 'POST', path, query, body, waitMs: timeoutMs });
    },
    addSignatures: async (id, signatures, { wait, timeoutMs }) => {
      const json = {
        signatures: signatures.map(({ algorithm, key, signature }) => ({
          algorithm,
          key: toBase64url(key),
          signature: toBase64url(signature),
        })),
      };
      const body = { type: 'application/json', bytes: utf8(JSON.stringify(json)) };
      const path = at('transactions', pendingSegment(id), 'signatures');
      const query = { wait, timeoutMs };
      return outcomeOf(ask, { method: 'POST', path, query, body, waitMs: timeoutMs });
    },
    inbox: async ({ account }) => {
      principalFromText(account);
      const answer = await ask({ method: 'GET', path: at('inbox'), query: { account } });
      return itemsOf(answer).map((item) => withoutLinks(item as PendingView));
    },
    pending: async (id) => {
      const path = at('inbox', pendingSegment(id));
      return withoutLinks(jsonOf(await ask({ method: 'GET', path })) as PendingView);
    },
    withdraw: async (id) => {
      await ask({ method: 'DELETE', path: at('inbox', pendingSegment(id)) });
    },
  };
}

async function outcomeOf(ask: Ask, asked: Exchange): Promise<SubmitResult | Collecting> {
  let answer: Answer;
  try {
    answer = await ask(asked);
  } catch (error) {
    const refused = error instanceof RequestError ? refusedResult(error) : undefined;
    if (refused === undefined) throw error;
    return refused;
  }
  return withoutLinks(jsonOf(answer) as SubmitResult | Collecting);
}

const TRANSACTION_ID = /^[0-9a-f]{64}$/;

function pendingSegment(id: string): string {
  if (TRANSACTION_ID.test(id)) return id;
  throw rejection('PENDING_UNKNOWN', 'a transaction id is 64 lower-case hexadecimal digits');
}

/** The port `LedgerApi` on an open chain: each method asks one of the views, which see only what is committed. */

import { type Clock, type Random, toHex } from '@stele/base';

import type {
  EventPage,
  EventQuery,
  InboxApi,
  LedgerApi,
  RowQuery,
  RowView,
  SubmitResult,
} from '@stele/protocol';
import type { Ticket } from './commit/ticket.ts';
import { CollectingInbox } from './intake/collecting/collecting.ts';
import type { Inbox } from './intake/collecting/inbox.ts';
import { Submissions } from './intake/submissions.ts';
import type { Verifier } from './verification/verifier.ts';
import { assetsApi } from './views/assets/assets-api.ts';
import { blockView } from './views/block-view.ts';
import { chainView } from './views/chain-view.ts';
import type { CommitBell } from './views/commit-bell.ts';
import { entryView } from './views/entry.ts';
import { eventPage } from './views/events.ts';
import { timeText } from './views/json-values.ts';
import { logFile } from './views/log-files.ts';
import { findTransaction, type OpenLedger } from './views/open-ledger.ts';
import { payloadItems } from './views/payload-items.ts';
import { knownCalls } from './views/assets/known-calls.ts';
import { prepare } from './views/prepare.ts';
import { receiptOf } from './views/receipt.ts';
import { findRows, isCommitted, rowView } from './views/rows.ts';
import { transactionView } from './views/transaction-view.ts';

export interface LedgerHost {
  /** The chain as it is now. Throws when the node has stopped. */
  ledger(): Promise<OpenLedger>;
  /** Resolves when whatever can be done to take writes was done; whether they are taken, `take` says. */
  writable(): Promise<void>;
  /** The same, and rejects with why nothing is taken. */
  takesWrites(): Promise<void>;
  /** Takes a transaction in, or throws why not. */
  take(ticket: Ticket): void;
  /** Whether the signatures are valid, each transaction by itself. */
  verify: Verifier['verify'];
  readonly chain: OpenLedger['chain'];
  /** Transactions that wait for signatures. */
  readonly inbox: Inbox;
  readonly bell: CommitBell;
  readonly clock: Clock;
  readonly random: Random;
}

export interface ServedLedger {
  readonly api: LedgerApi;
  /** After a start: submits what was signed by all before the stop. */
  readonly resumeCollecting: () => Promise<void>;
}

export function serveLedger(host: LedgerHost): ServedLedger {
  const find = async (id: Uint8Array) => findOutcome(await host.ledger(), id);
  const submissions = new Submissions({
    chain: host.chain,
    take: (ticket) => {
      host.take(ticket);
    },
    find,
  });
  const collecting = new CollectingInbox({
    inbox: host.inbox,
    clock: host.clock,
    ledger: () => host.ledger(),
    takesWrites: () => host.takesWrites(),
    verify: (signed) => host.verify(signed),
    submit: (submission, options) => submissions.submit(submission, options),
    find,
  });
  const api: LedgerApi = {
    chain: async () => chainView(await host.ledger()),
    block: async (reference) => blockView(await host.ledger(), reference),
    transaction: async (id) => transactionView(await host.ledger(), id),
    receipt: async (id, selection, options = {}) =>
      receiptOf(await host.ledger(), { id, selection, ...options }),
    entry: async (index) => entryView(await host.ledger(), index),
    payloadItems: async (query) => payloadItems(await host.ledger(), query),
    row: (query) => committedRow(host, query),
    find: async (query) => findRows(await host.ledger(), query),
    prepare: async (request) => {
      const { clock, random } = host;
      const calls = await knownCalls(host, request.calls);
      const known = { ...request, calls };
      return prepare(await host.ledger(), known, { nowMs: clock.nowMs(), random });
    },
    submit: async (submission, options) => {
      await host.writable();
      return submissions.submit(submission, options);
    },
    submitMany: async (many, options) => {
      await host.writable();
      return submissions.submitMany(many, options);
    },
    events: (query) => heldPage(host, query),
    log: async (path) => logFile(await host.ledger(), path),
    ...assetsApi(host),
    ...inboxApi(collecting),
  };
  return { api, resumeCollecting: () => collecting.resume() };
}

/** Its methods as functions that stand alone, as those of a LedgerApi do. */
function inboxApi(collecting: CollectingInbox): InboxApi {
  return {
    collect: (submission, options) => collecting.collect(submission, options),
    addSignatures: (id, signatures, options) => collecting.addSignatures(id, signatures, options),
    inbox: (query) => collecting.inbox(query),
    pending: (id) => collecting.pending(id),
    withdraw: (id, by) => collecting.withdraw(id, by),
  };
}

async function findOutcome(ledger: OpenLedger, id: Uint8Array): Promise<SubmitResult | undefined> {
  const found = await findTransaction(ledger, id);
  if (found === undefined) return undefined;
  const { height, index, timeMs, code } = found.entry.outcome;
  const provenSize = ledger.checkpoints.shown?.checkpoint.size ?? 0;
  const status = index < provenSize ? 'proven' : 'committed';
  return { id: toHex(id), status, height, index, committedAt: timeText(timeMs), code };
}

/** No commit takes as long, unless the node is about to stop; then asking again says so. */
const COMMIT_WAIT_MS = 1_000;

/** A row. One that the state has before its block counts as committed is waited for: what it was before is gone already. */
async function committedRow(host: LedgerHost, query: RowQuery): Promise<RowView | null> {
  for (;;) {
    const ledger = await host.ledger();
    const row = rowView(ledger, query);
    if (row === null || isCommitted(ledger, row.effect)) return row;
    await host.bell.wait(COMMIT_WAIT_MS);
  }
}

/** A page; an empty one is held back until something is committed that belongs on it, or the time is over. */
async function heldPage(host: LedgerHost, query: EventQuery): Promise<EventPage> {
  const untilMs = host.clock.monotonicMs() + (query.waitMs ?? 0);
  let asked = query;
  for (;;) {
    const ledger = await host.ledger();
    const page = await eventPage(ledger, asked);
    const leftMs = untilMs - host.clock.monotonicMs();
    if (page.items.length > 0 || leftMs <= 0 || query.signal?.aborted === true) return page;
    asked = { ...query, after: page.next };
    if (page.next + 1 >= ledger.tip.effectCount) await host.bell.wait(leftMs, query.signal);
  }
}

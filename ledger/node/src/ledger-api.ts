/** The port `LedgerApi` on an open chain: each method asks one of the views, which see only what is committed. */

import { type Clock, type Random, toHex } from '@stele/base';

import type { EventPage, EventQuery, LedgerApi, SubmitResult } from '@stele/protocol';
import type { Ticket } from './commit/ticket.ts';
import { Submissions } from './intake/submissions.ts';
import { blockView } from './views/block-view.ts';
import { chainView } from './views/chain-view.ts';
import type { CommitBell } from './views/commit-bell.ts';
import { eventPage } from './views/events.ts';
import { timeText } from './views/json-values.ts';
import { logFile } from './views/log-files.ts';
import { findTransaction, type OpenLedger } from './views/open-ledger.ts';
import { prepare } from './views/prepare.ts';
import { receiptOf } from './views/receipt.ts';
import { transactionView } from './views/transaction-view.ts';

export interface LedgerHost {
  /** The chain as it is now. Throws when the node has stopped. */
  ledger(): Promise<OpenLedger>;
  /** Whether transactions can be taken: resolves, or rejects with why not. */
  writable(): Promise<void>;
  /** Takes a transaction in, or throws why not. */
  take(ticket: Ticket): void;
  readonly chain: OpenLedger['chain'];
  readonly bell: CommitBell;
  readonly clock: Clock;
  readonly random: Random;
}

export function createLedgerApi(host: LedgerHost): LedgerApi {
  const submissions = new Submissions({
    chain: host.chain,
    take: (ticket) => {
      host.take(ticket);
    },
    find: async (id) => findOutcome(await host.ledger(), id),
  });
  return {
    chain: async () => chainView(await host.ledger()),
    block: async (reference) => blockView(await host.ledger(), reference),
    transaction: async (id) => transactionView(await host.ledger(), id),
    receipt: async (id, selection) => receiptOf(await host.ledger(), id, selection),
    prepare: async (request) => {
      const { clock, random } = host;
      return prepare(await host.ledger(), request, { nowMs: clock.nowMs(), random });
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

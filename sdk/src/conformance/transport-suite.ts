/**
 * What every transport to a ledger has to do, whatever lies between. Run over each of them against a real node (transport.test.ts);
 * whoever writes another transport runs it too.
 */

import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { connect } from '../index.ts';
import { balances, classes, liveProofs, outputs, traces } from './asset-tests.ts';
import {
  collecting,
  refusedSignatures,
  severalKeys,
  together,
  whole,
  withdrawing,
} from './inbox-tests.ts';
import { blocks, eventPages, logFiles, receipts, unknowns } from './look-up-tests.ts';
import { payments, slots, unpayable } from './payment-tests.ts';
import { earlierCheckpoints, entries, payloads, rows, terms } from './row-tests.ts';
import {
  many,
  preparing,
  refusals,
  replays,
  transactions,
  voids,
  waiting,
} from './submit-tests.ts';
import type { Bench, TransportBench } from './transport-bench.ts';

type Open = (context: TestContext) => Promise<TransportBench>;

/** Defines the suite’s tests for the transport `name`; `open` gives each test a bench of its own. */
export function transportConformance(name: string, open: Open): void {
  const define = (
    what: string,
    run: (bench: Bench, context: TestContext) => Promise<void>,
  ): void => {
    void test(`${name}: ${what}`, async (context) => {
      const bench = await open(context);
      const ledger = await connect({ api: bench.transport, crypto: bench.crypto });
      await run({ ...bench, ledger, chain: ledger.chain }, context);
    });
  };
  define('the chain and its blocks', blocks);
  define('what is unknown is said to be', unknowns);
  define('a transaction from submitting to its effects', transactions);
  define('the same bytes again give the first outcome', replays);
  define('a refusal is an outcome, with its place in the log', refusals);
  define('what is not even refused is a rejection with its code', voids);
  define('many at once, each judged by itself', many);
  define('as little waiting as asked for', waiting);
  define('receipts that prove', receipts);
  define('receipts that lead to an earlier checkpoint', earlierCheckpoints);
  define('entries, as encoded', entries);
  define('items of payloads', payloads);
  define('rows of tables', rows);
  define('rows by a term they were filed under', terms);
  define('a dry run says what would happen', preparing);
  define('events, in pages and as they come', eventPages);
  define('the log, as C2SP clients read it', logFiles);
  define('classes of assets', classes);
  define('balances, now and at a height', balances);
  define('outputs and holds of a party', outputs);
  define('traces back and forward', traces);
  define('proofs that an output is live, or spent', liveProofs);
  define('payments, for which the ledger chooses', payments);
  define('what cannot be paid, and why', unpayable);
  define('payments never cross slots', slots);
  define('signatures are collected, and the last one submits', collecting);
  define('what is signed by all is submitted at once', whole);
  define('two who sign at once both count', together);
  define('no signature is kept that is wrong or unwanted', refusedSignatures);
  define('who handed in may withdraw', withdrawing);
  define('an account of several keys waits for those that are left', severalKeys);
}

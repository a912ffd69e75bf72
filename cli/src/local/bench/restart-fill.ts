/** First half of `bench restart`: records as many files as asked, says how long the ledger took for them, and goes on committing until it is killed. */

import { operatorOf } from '../../notarize/operator.ts';
import { openNode } from '@stele/node';
import { submitAll } from './load.ts';
import { quietLog } from './quiet-log.ts';
import { signedRecords, signedTransactions } from './transactions.ts';

const [folder = '', count = '0'] = process.argv.slice(2);
const batchRecords = 10_000;
/** Batches signed ahead: enough to keep the ledger busy, few enough for the memory. */
const batchesAhead = 8;

const { api } = await openNode({ dataFolder: folder, log: quietLog });
const operator = operatorOf(folder);
const submitMany: typeof api.submitMany = (...request) => api.submitMany(...request);

let committingMs = 0;
for (let left = Number(count); left > 0;) {
  const batches = [];
  while (left > 0 && batches.length < batchesAhead) {
    const records = Math.min(left, batchRecords);
    batches.push(signedRecords(operator, records));
    left -= records;
  }
  const startedMs = performance.now();
  await submitAll(submitMany, batches, 1);
  committingMs += performance.now() - startedMs;
}
console.log(committingMs);

// Under way when the end comes, as in life.
for (;;) await submitAll(submitMany, signedTransactions(operator, 1_000), 100);

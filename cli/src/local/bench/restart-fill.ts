/** First half of `bench restart`: records as many files as asked, says how the ledger did, and goes on committing until it is killed. */

import { operatorOf } from '../../notarize/operator.ts';
import { openNode } from '@stele/node';
import { FillMeter } from './fill-figures.ts';
import { submitAll } from './load.ts';
import { anonymousBytes } from './served-process.ts';
import { quietLog } from '../quiet-log.ts';
import { signedRecords, signedTransactions } from './transactions.ts';

const [folder = '', count = '0'] = process.argv.slice(2);
const batchRecords = 10_000;
/** Batches signed ahead: enough to keep the ledger busy, few enough for the memory. */
const batchesAhead = 8;

const { api } = await openNode({ dataFolder: folder, log: quietLog });
const operator = operatorOf(folder);
const submitMany: typeof api.submitMany = (...request) => api.submitMany(...request);

const meter = new FillMeter(Number(count), () => anonymousBytes(process.pid));
for (let left = Number(count); left > 0;) {
  const batches = [];
  const before = left;
  while (left > 0 && batches.length < batchesAhead) {
    const records = Math.min(left, batchRecords);
    batches.push(signedRecords(operator, records));
    left -= records;
  }
  const startedMs = performance.now();
  const processor = process.cpuUsage();
  await submitAll(submitMany, batches, 1);
  const { user, system } = process.cpuUsage(processor);
  meter.add(before - left, { ms: performance.now() - startedMs, processorUs: user + system });
}
console.log(JSON.stringify(meter.figures()));

// Under way when the end comes, as in life.
for (;;) await submitAll(submitMany, signedTransactions(operator, 1_000), 100);

/**
 * A process that lives to be killed: opens the node of a folder, looks for every id that was acknowledged before, then submits as fast
 * as it can and says on its output what is acknowledged.
 *
 *   killed-node.ts <data folder> <file with ids, one a line>
 */

import { readFileSync } from 'node:fs';

import { isCoded } from '@stele/base';

import { openNode } from '../node.ts';
import { silentLog } from './memory-chain.ts';
import { customerOf } from './test-node.ts';

const [dataFolder = '', idsFile = ''] = process.argv.slice(2);
const node = await openNode({ dataFolder, log: silentLog, verifierThreads: 1 });
const customer = customerOf(dataFolder);

for (const id of readFileSync(idsFile, 'utf8').split('\n').filter(Boolean)) {
  await node.api.transaction(id).catch((error: unknown) => {
    process.stdout.write(`lost ${id} ${isCoded(error) ? error.code : String(error)}\n`);
  });
}
process.stdout.write('ready\n');
await Promise.all([one(), one(), one(), one(), many(), batches()]);

async function one(): Promise<void> {
  for (;;) {
    const { id } = await node.api.submit(customer.record(), { wait: 'proven', timeoutMs: 60_000 });
    process.stdout.write(`ok ${id}\n`);
  }
}

async function many(): Promise<void> {
  for (;;) {
    const records = Array.from({ length: 50 }, () => customer.record());
    const results = await node.api.submitMany(records, { wait: 'proven', timeoutMs: 60_000 });
    process.stdout.write(results.map(({ id }) => `ok ${String(id)}\n`).join(''));
  }
}

async function batches(): Promise<void> {
  for (;;) {
    const { id } = await node.api.submit(customer.batch(20), { wait: 'proven', timeoutMs: 60_000 });
    process.stdout.write(`ok ${id}\n`);
  }
}

/** The client of `bench ledger` over HTTP, in a thread of its own: posts what it was given and says how long it took. */

import { parentPort, workerData } from 'node:worker_threads';

import { decodeSubmission } from '@stele/protocol';
import { httpTransport } from '@stele/sdk';

import { submitAll, type SubmitMany } from './load.ts';

export interface HttpLoad {
  readonly url: string;
  readonly key: string;
  readonly warmUp: readonly Uint8Array[];
  readonly measured: readonly Uint8Array[];
  readonly perRequest: number;
}

const { url, key, warmUp, measured, perRequest } = workerData as HttpLoad;
const transport = httpTransport({ url, key });
const submitMany: SubmitMany = (...request) => transport.submitMany(...request);
const submissions = measured.map(decodeSubmission);
await submitAll(submitMany, warmUp.map(decodeSubmission), perRequest);
const startedMs = performance.now();
await submitAll(submitMany, submissions, perRequest);
parentPort?.postMessage(performance.now() - startedMs);

/**
 * `bench ledger`: transactions with one evidence record each through a whole node in a fresh folder (verified, ordered, executed, on
 * disk, in a signed checkpoint), once within the process and once over HTTP, each as a share of the ceiling of the same run.
 */

import { once } from 'node:events';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';

import { encodeSubmission, type Submission } from '@stele/protocol';

import { type Operator, operatorOf } from '../../notarize/operator.ts';
import { adminKeyOf } from '../../settings/data-folder.ts';
import { type LedgerNode, openNode } from '@stele/node';
import { serve } from '../start/serve.ts';
import { type Ceiling, ceilingFigures, machine, measureCeiling } from './ceiling.ts';
import type { HttpLoad } from './http-load-worker.ts';
import { submitAll, type SubmitMany } from './load.ts';
import { quietLog } from '../quiet-log.ts';
import { profiled } from './profile.ts';
import type { Bench, BenchResult, Figure } from './result.ts';
import { signedTransactions } from './transactions.ts';

/** As many as one HTTP request carries. */
const perRequest = 1_000;
/** One in ten besides. */
const warmUpShare = 10;

export async function ledger(bench: Bench): Promise<BenchResult> {
  const ceiling = await measureCeiling(bench);
  const folder = join(bench.folder, 'ledger');
  const node = await openNode({ dataFolder: folder, log: quietLog });
  try {
    const operator = operatorOf(folder);
    const inProcess = await rateInProcess(bench, node, operator);
    const overHttp = await rateOverHttp(bench, { node, folder, operator });
    return {
      name: 'ledger',
      conditions: { ...machine(), transactions: bench.transactions, perRequest },
      figures: [
        ...ceilingFigures(ceiling),
        ...rateFigures('in-process', inProcess, ceiling),
        ...rateFigures('over-http', overHttp, ceiling),
      ],
    };
  } finally {
    await node.close();
  }
}

type Way = 'in-process' | 'over-http';

function rateFigures(way: Way, rate: number, { openssl, sodium }: Ceiling): readonly Figure[] {
  const figures: Figure[] = [
    { name: way, value: rate, unit: '/s' },
    { name: `${way}-of-openssl`, value: rate / openssl, unit: 'ratio' },
  ];
  if (sodium === undefined) return figures;
  return [...figures, { name: `${way}-of-sodium`, value: rate / sodium, unit: 'ratio' }];
}

async function rateInProcess(
  bench: Bench,
  { api }: LedgerNode,
  operator: Operator,
): Promise<number> {
  const submitMany: SubmitMany = (...request) => api.submitMany(...request);
  const [warmUp, measured] = prepared(bench, operator);
  bench.note('in-process');
  await submitAll(submitMany, warmUp, perRequest);
  const startedMs = performance.now();
  await profiled(() => submitAll(submitMany, measured, perRequest));
  return rateOf(measured.length, performance.now() - startedMs);
}

interface Served {
  readonly node: LedgerNode;
  readonly folder: string;
  readonly operator: Operator;
}

/** The load comes from another thread, which takes its share of the machine like any client. */
async function rateOverHttp(bench: Bench, { node, folder, operator }: Served): Promise<number> {
  const key = adminKeyOf(folder);
  const exposure = { host: '127.0.0.1', behindProxy: false };
  const server = await serve(
    { node, evidence: undefined },
    { exposure, port: 0, log: quietLog, adminKey: key },
  );
  try {
    const [warmUp, measured] = prepared(bench, operator);
    const load: HttpLoad = {
      url: server.address,
      key,
      warmUp: warmUp.map(encodeSubmission),
      measured: measured.map(encodeSubmission),
      perRequest,
    };
    const worker = new Worker(new URL('./http-load-worker.ts', import.meta.url), {
      workerData: load,
    });
    bench.note('over-http');
    const [elapsedMs] = (await once(worker, 'message')) as [number];
    await worker.terminate();
    return rateOf(measured.length, elapsedMs);
  } finally {
    await server.close();
  }
}

/** What is handed in before the clock starts, until the machine code is there, and what is measured. */
type Prepared = readonly [warmUp: readonly Submission[], measured: readonly Submission[]];

function prepared({ note, transactions }: Bench, operator: Operator): Prepared {
  note('signing');
  const warmUpCount = Math.ceil(transactions / warmUpShare);
  return [signedTransactions(operator, warmUpCount), signedTransactions(operator, transactions)];
}

function rateOf(count: number, elapsedMs: number): number {
  return (count / elapsedMs) * 1000;
}

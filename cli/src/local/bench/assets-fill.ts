/**
 * First half of `bench assets`: issues outputs, measures transfers at the first size and at the last, asks for balances, says what it
 * found, and goes on committing until it is killed.
 */

import { assert } from '@stele/base';
import { openNode } from '@stele/node';
import { principalToText, type Submission } from '@stele/protocol';

import { operatorOf } from '../../notarize/operator.ts';
import { quietLog } from '../quiet-log.ts';
import { HOLDERS, makeCast } from './asset-holders.ts';
import {
  issueUnits,
  shuffled,
  transfersOf,
  type Unit,
  UNITS_PER_TRANSACTION,
} from './asset-outputs.ts';
import type { AssetFigures, TransferFigures } from './assets-figures.ts';
import { submitAll } from './load.ts';
import { profiled } from './profile.ts';
import { anonymousBytes } from './served-process.ts';

const [folder = '', outputsText = '0', transfersText = '0'] = process.argv.slice(2);
const OUTPUTS_FIRST_MAX = 100_000;
/** Handed in at once. */
const perRequest = 1_000;
const issuesAtOnce = 16;
const timeoutMs = 60_000;
/** One in ten besides, until the machine code is there. */
const warmUpShare = 10;
const balanceQueries = 1_000;

const { api } = await openNode({ dataFolder: folder, log: quietLog });
const operator = operatorOf(folder);
const submitMany: typeof api.submitMany = (...request) => api.submitMany(...request);
const { holders, transactions: opening } = makeCast(operator);
await submitAll(
  submitMany,
  opening.map(({ submission }) => submission),
  1,
);

/** Two units make a transfer of each holder. */
const rounds = Math.ceil((Number(transfersText) * (1 + 1 / warmUpShare)) / HOLDERS);
const unitsAsked = Math.ceil(Number(outputsText) / HOLDERS);
const unitsFirst = Math.max(
  2 * rounds,
  Math.min(unitsAsked, Math.floor(OUTPUTS_FIRST_MAX / HOLDERS)),
);
const unitsAll = Math.max(unitsFirst + 2 * rounds, unitsAsked);

let issuingMs = 0;
const first = await measured(await issued(unitsFirst));
const last = await measured(await issued(unitsAll - unitsFirst));
const figures: AssetFigures = {
  first,
  last,
  issuedPerSecond: ((unitsAll * HOLDERS) / issuingMs) * 1_000,
  balances: await balanceTimes(),
  outputs: unitsAll * HOLDERS,
};
console.log(JSON.stringify(figures));

// Under way when the end comes, as in life.
for (;;) await issued(UNITS_PER_TRANSACTION);

async function issued(count: number): Promise<readonly Unit[]> {
  const units: Unit[] = [];
  const startedMs = performance.now();
  while (units.length < count) {
    const sizes = sizesOf(count - units.length);
    const submissions = sizes.map((size) => issueUnits(operator, holders, size));
    const results = await submitMany(submissions, { wait: 'committed', timeoutMs });
    results.forEach((result, i) => {
      assert(
        result.status !== 'rejected' && result.code === '',
        'what the operator issues is taken',
      );
      const { index, committedAt = '' } = result;
      assert(index !== undefined, 'what is committed has a place');
      for (let call = 0; call < (sizes[i] ?? 0); call++) {
        units.push({ index, call, timeMs: Date.parse(committedAt) });
      }
    });
  }
  issuingMs += performance.now() - startedMs;
  return units;
}

/** Units of the next transactions. */
function sizesOf(left: number): readonly number[] {
  const sizes: number[] = [];
  for (let rest = left; rest > 0 && sizes.length < issuesAtOnce;) {
    const size = Math.min(rest, UNITS_PER_TRANSACTION);
    sizes.push(size);
    rest -= size;
  }
  return sizes;
}

async function measured(units: readonly Unit[]): Promise<TransferFigures> {
  const order = shuffled(units).slice(0, 2 * rounds);
  const transfers: Submission[] = [];
  for (let i = 0; i + 1 < order.length; i += 2) {
    const [one, other] = [order[i], order[i + 1]];
    if (one !== undefined && other !== undefined) {
      transfers.push(...transfersOf(operator, holders, [one, other]));
    }
  }
  const warmUp = Math.floor(transfers.length / (warmUpShare + 1));
  await submitAll(submitMany, transfers.slice(0, warmUp), perRequest);
  return await profiled(() => rated(transfers.slice(warmUp)));
}

async function rated(transfers: readonly Submission[]): Promise<TransferFigures> {
  const startedMs = performance.now();
  const processor = process.cpuUsage();
  await submitAll(submitMany, transfers, perRequest);
  const ms = performance.now() - startedMs;
  const { user, system } = process.cpuUsage(processor);
  return {
    perSecond: (transfers.length / ms) * 1_000,
    processorUs: (user + system) / transfers.length,
    memory: anonymousBytes(process.pid),
  };
}

async function balanceTimes(): Promise<readonly number[]> {
  const times: number[] = [];
  for (let i = 0; i < balanceQueries; i++) {
    const holder = holders[i % HOLDERS];
    assert(holder !== undefined, 'there are holders');
    const startedMs = performance.now();
    const { items } = await api.balances({ account: principalToText(holder.principal) });
    times.push(performance.now() - startedMs);
    assert(items.length === 1, 'a holder has of one class');
  }
  return times;
}

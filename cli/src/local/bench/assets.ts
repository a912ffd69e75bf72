/**
 * `bench assets`: client-signed transfers with two inputs and two outputs through a whole node, at a hundred thousand outputs and at as
 * many as asked for, as shares of the ceiling of the same run; then balances, and a restart after SIGKILL.
 */

import { join } from 'node:path';

import { HOLDERS } from './asset-holders.ts';
import type { AssetFigures, TransferFigures } from './assets-figures.ts';
import { openedAgain, startProcess } from './bench-process.ts';
import { ceilingFigures, machine, measureCeiling } from './ceiling.ts';
import { diskBytes } from './disk-bytes.ts';
import { type Bench, type BenchResult, type Figure, percentile } from './result.ts';

const MEBIBYTE = 1_048_576;

export async function assets(bench: Bench): Promise<BenchResult> {
  const ceiling = await measureCeiling(bench);
  const folder = join(bench.folder, 'assets');
  bench.note('transferring', { outputs: bench.outputs });
  const args = [folder, String(bench.outputs), String(bench.transactions)];
  const filling = startProcess('assets-fill.ts', args);
  const found = JSON.parse(await filling.line()) as AssetFigures;
  filling.kill();
  await filling.ended;
  const bytes = await diskBytes(folder);
  bench.note('restarting');
  const { openMs, processMs } = await openedAgain(folder);
  return {
    name: 'assets',
    conditions: {
      ...machine(),
      outputs: found.outputs,
      transfers: bench.transactions,
      holders: HOLDERS,
    },
    figures: [
      ...ceilingFigures(ceiling),
      ...transferFigures('first', found.first, ceiling.openssl),
      ...transferFigures('last', found.last, ceiling.openssl),
      {
        name: 'transfers-last-of-first',
        value: found.last.perSecond / found.first.perSecond,
        unit: 'ratio',
      },
      { name: 'outputs-issued', value: found.issuedPerSecond, unit: '/s' },
      { name: 'balance-p50', value: percentile(found.balances, 0.5), unit: 'ms' },
      { name: 'balance-p99', value: percentile(found.balances, 0.99), unit: 'ms' },
      { name: 'output-bytes', value: bytes / found.outputs, unit: 'B' },
      { name: 'ready-after-open', value: openMs, unit: 'ms' },
      { name: 'ready-after-start', value: processMs, unit: 'ms' },
    ],
  };
}

function transferFigures(
  when: 'first' | 'last',
  { perSecond, processorUs, memory }: TransferFigures,
  openssl: number,
): readonly Figure[] {
  return [
    { name: `transfers-${when}`, value: perSecond, unit: '/s' },
    { name: `transfers-${when}-of-openssl`, value: perSecond / openssl, unit: 'ratio' },
    { name: `transfers-${when}-processor`, value: processorUs, unit: 'µs' },
    { name: `transfers-${when}-memory`, value: memory / MEBIBYTE, unit: 'MB' },
  ];
}

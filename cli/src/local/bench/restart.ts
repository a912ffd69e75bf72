/**
 * `bench restart`: fills a ledger in a process of its own, kills that with SIGKILL while it commits, and measures how long another
 * process takes until the ledger is ready again.
 */

import { join } from 'node:path';

import { openedAgain, startProcess } from './bench-process.ts';
import { machine } from './ceiling.ts';
import { diskBytes } from './disk-bytes.ts';
import type { FillFigures } from './fill-figures.ts';
import type { Bench, BenchResult } from './result.ts';

const MEBIBYTE = 1_048_576;

export async function restart(bench: Bench): Promise<BenchResult> {
  const { records, note } = bench;
  const folder = join(bench.folder, 'restart');
  note('filling', { records });
  const filling = startProcess('restart-fill.ts', [folder, String(records)]);
  const fill = JSON.parse(await filling.line()) as FillFigures;
  filling.kill();
  await filling.ended;
  const bytes = await diskBytes(folder);
  note('restarting');
  const { openMs, processMs } = await openedAgain(folder);
  return {
    name: 'restart',
    conditions: { ...machine(), records },
    figures: [
      { name: 'fill', value: fill.perSecond, unit: '/s' },
      { name: 'fill-first', value: fill.first.perSecond, unit: '/s' },
      { name: 'fill-last', value: fill.last.perSecond, unit: '/s' },
      { name: 'fill-processor-first', value: fill.first.processorUs, unit: 'µs' },
      { name: 'fill-processor-last', value: fill.last.processorUs, unit: 'µs' },
      { name: 'fill-memory-first', value: fill.first.memory / MEBIBYTE, unit: 'MB' },
      { name: 'fill-memory-last', value: fill.last.memory / MEBIBYTE, unit: 'MB' },
      { name: 'record-bytes', value: bytes / records, unit: 'B' },
      { name: 'ready-after-open', value: openMs, unit: 'ms' },
      { name: 'ready-after-start', value: processMs, unit: 'ms' },
    ],
  };
}

/**
 * `bench restart`: fills a ledger in a process of its own, kills that with SIGKILL while it commits, and measures how long another
 * process takes until the ledger is ready again.
 */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

import { failure } from '@stele/base';

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
  const opening = startProcess('restart-open.ts', [folder]);
  const [openMs = Number.NaN, processMs = Number.NaN] = (await opening.line())
    .split(' ')
    .map(Number);
  await opening.ended;
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

interface Process {
  /** The first line it prints. */
  line(): Promise<string>;
  kill(): void;
  readonly ended: Promise<unknown>;
}

function startProcess(script: string, args: readonly string[]): Process {
  const path = fileURLToPath(new URL(`./${script}`, import.meta.url));
  const child = spawn(process.execPath, [path, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  const first = once(createInterface({ input: child.stdout }), 'line') as Promise<[string]>;
  return {
    line: async () => {
      const line = await Promise.race([first, ended.then(() => undefined)]);
      if (line !== undefined) return line[0];
      throw failure('BENCH_FAILED', `${script} ended before it had a result`);
    },
    kill: () => void child.kill('SIGKILL'),
    ended,
  };
}

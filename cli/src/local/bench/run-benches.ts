/** Runs benchmarks one after another, each in an empty temporary folder that is removed afterwards, and prints what they found. */

import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { type Invocation, printJson, printLine } from '../../command.ts';
import type { BenchName } from '../../commands/bench.ts';
import { type ExitCode, exitCodes } from '../../exit-codes.ts';
import { countText, durationText } from '../../terminal/quantities.ts';
import { padTo, widthOf } from '../../terminal/width.ts';
import type { Text } from '../../text/text.ts';
import type { Bench, BenchResult, Figure } from './result.ts';

type RunBench = (bench: Bench) => Promise<BenchResult>;

/** Loaded one by one: `ceiling` needs no ledger. */
const benches: Readonly<Record<BenchName, () => Promise<RunBench>>> = {
  ceiling: async () => (await import('./ceiling.ts')).ceiling,
  ledger: async () => (await import('./ledger.ts')).ledger,
  verify: async () => (await import('./verify.ts')).verify,
  restart: async () => (await import('./restart.ts')).restart,
  assets: async () => (await import('./assets.ts')).assets,
  evidence: async () => (await import('./evidence.ts')).evidence,
  overload: async () => (await import('./overload.ts')).overload,
};

export async function runBenches(
  { arguments: given, world, text }: Invocation,
  names: readonly BenchName[],
  size: Pick<Bench, 'records' | 'transactions' | 'outputs' | 'seconds' | 'connections'>,
): Promise<ExitCode> {
  const results: BenchResult[] = [];
  const note: Bench['note'] = (step, parameters) => {
    world.err.write(`${text(`benchStep.${step}`, parameters)}\n`);
  };
  for (const name of names) {
    const result = await inFolder((folder) => runOne(name, { folder, note, ...size }));
    results.push(result);
    if (!given.flag('json')) for (const line of linesOf(result, text)) printLine(world, line);
  }
  if (given.flag('json')) printJson(world, { results });
  return exitCodes.done;
}

async function runOne(name: BenchName, bench: Bench): Promise<BenchResult> {
  const runBench = await benches[name]();
  return await runBench(bench);
}

async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'stele-bench-'));
  try {
    // Root's database server runs as another account, which has to pass; else its cluster would lie outside and stay.
    await chmod(folder, 0o711);
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function linesOf({ name, conditions, figures }: BenchResult, text: Text): readonly string[] {
  const words = figures.map((figure) => text(`figure.${figure.name}`));
  const columns = Math.max(...words.map(widthOf));
  const told = Object.entries(conditions).map(([key, value]) => `${key} ${String(value)}`);
  return [
    `${name} (${told.join(', ')})`,
    ...figures.map((figure, i) => `  ${padTo(words[i] ?? '', columns)}  ${valueText(figure)}`),
    '',
  ];
}

function valueText({ value, unit }: Figure): string {
  if (unit === 'ms') return durationText(value);
  if (unit === 'ratio') return value.toFixed(2);
  return `${countText(value)}${unit === '/s' ? '/s' : ` ${unit}`}`.trimEnd();
}

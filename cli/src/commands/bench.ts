/** `stele bench NAME`: figures of this machine, each beside a baseline of the same run. */

import { numberOption } from '../arguments.ts';
import type { Command, Invocation } from '../command.ts';
import type { ExitCode } from '../exit-codes.ts';
import { trouble } from '../trouble.ts';

/** In the order in which `all` runs them. */
export const benchNames = [
  'ceiling',
  'ledger',
  'verify',
  'restart',
  'assets',
  'evidence',
  'overload',
] as const;
export type BenchName = (typeof benchNames)[number];

const recordsDefault = 1_000_000;
const transactionsDefault = 40_000;
const outputsDefault = 1_000_000;
const secondsDefault = 3;
const countMax = 100_000_000;
const secondsMax = 3_600;
const connectionsDefault = 64;
const connectionsMax = 4_096;

export const bench: Command = {
  name: 'bench',
  operands: { label: 'NAME', min: 1, max: 1 },
  options: [
    { name: 'records', value: 'N', help: 'bench.records' },
    { name: 'transactions', value: 'N', help: 'bench.transactions' },
    { name: 'outputs', value: 'N', help: 'bench.outputs' },
    { name: 'seconds', value: 'N', help: 'bench.seconds' },
    { name: 'connections', value: 'N', help: 'bench.connections' },
  ],
  about: 'bench.about',
  calls: [],
  run: runBench,
};

async function runBench(invocation: Invocation): Promise<ExitCode> {
  const { arguments: given } = invocation;
  const names = namesOf(given.operands[0] ?? '');
  const range = { min: 1, max: countMax };
  const size = {
    records: numberOption(given, 'records', range) ?? recordsDefault,
    transactions: numberOption(given, 'transactions', range) ?? transactionsDefault,
    outputs: numberOption(given, 'outputs', range) ?? outputsDefault,
    seconds: numberOption(given, 'seconds', { min: 1, max: secondsMax }) ?? secondsDefault,
    connections:
      numberOption(given, 'connections', { min: 1, max: connectionsMax }) ?? connectionsDefault,
  };
  const { runBenches } = await import('../local/bench/run-benches.ts');
  return await runBenches(invocation, names, size);
}

function namesOf(operand: string): readonly BenchName[] {
  if (operand === 'all') return benchNames;
  const name = benchNames.find((one) => one === operand);
  if (name !== undefined) return [name];
  throw trouble('BENCH_UNKNOWN', { name: operand, names: [...benchNames, 'all'].join(', ') });
}

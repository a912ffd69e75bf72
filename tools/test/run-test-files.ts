// Runs test files, a few at a time, and adds up what they report. Sub-tests count, suites do not.

import { availableParallelism } from 'node:os';

import type { TestRecord } from './event-reporter.ts';
import { runFile, type FileResult } from './run-file.ts';
import { announce, type Failure, type Skip, type Stage, type TimedFile } from './stage.ts';

const fileTimeoutMs = 180_000;
const fileTimeoutDeepMs = 900_000;

export interface TestRun {
  readonly name: string;
  /** Paths relative to the clone. */
  readonly files: readonly string[];
  readonly isDeep: boolean;
  readonly isVerbose?: boolean;
  /** Files at a time; by default one for each core. */
  readonly concurrency?: number;
  /** On performance.now(): what has not begun by then is left, and named. */
  readonly beginBeforeMs?: number;
}

export async function runTestFiles(testRun: TestRun): Promise<Stage> {
  announce(`${testRun.name}, ${String(testRun.files.length)} files …`);
  const startedMs = performance.now();
  const results = await runAll(testRun);
  return stageOf(testRun.name, results, performance.now() - startedMs);
}

async function runAll(testRun: TestRun): Promise<FileResult[]> {
  const waiting = [...testRun.files];
  const results: FileResult[] = [];
  const beginBeforeMs = testRun.beginBeforeMs ?? Infinity;
  const lane = async (): Promise<void> => {
    while (performance.now() < beginBeforeMs) {
      const path = waiting.shift();
      if (path === undefined) break;
      const result = await runFile({
        path,
        timeoutMs: testRun.isDeep ? fileTimeoutDeepMs : fileTimeoutMs,
        isVerbose: testRun.isVerbose ?? false,
      });
      if (result.records.some(isFailure)) announce(`✖ ${path}`);
      results.push(result);
    }
  };
  const lanes = testRun.concurrency ?? availableParallelism();
  await Promise.all(Array.from({ length: lanes }, lane));
  if (waiting.length > 0) announce(`left to other commits: ${waiting.join(', ')}`);
  // In the order of the list, not of the finish, so that two runs can be compared.
  return results.sort((a, b) => testRun.files.indexOf(a.path) - testRun.files.indexOf(b.path));
}

function stageOf(name: string, results: readonly FileResult[], durationMs: number): Stage {
  const passed = results.flatMap((result) => result.records.filter(isPass)).length;
  const failures = results.flatMap(failuresOf);
  const skips = results.flatMap(skipsOf);
  const nothingRan = passed + failures.length + skips.length === 0;
  return {
    name,
    durationMs,
    passed,
    failures: nothingRan ? [{ name, detail: 'No test ran, so nothing was checked.' }] : failures,
    skips,
    slowest: slowestOf(results),
    cases: casesOf(results),
  };
}

const SLOWEST = 5;

function slowestOf(results: readonly FileResult[]): readonly TimedFile[] {
  return results.toSorted((a, b) => b.durationMs - a.durationMs).slice(0, SLOWEST);
}

function failuresOf({ path, records, output }: FileResult): Failure[] {
  const failures = records
    .filter(isFailure)
    .map(({ name, detail }) => ({ name: withFile(path, name), detail }));
  const last = failures.pop();
  if (last === undefined) return [];
  const printed = output === '' ? '' : `\n${path} printed:\n${output}`;
  return [...failures, { name: last.name, detail: `${last.detail}${printed}` }];
}

function skipsOf({ path, records }: FileResult): Skip[] {
  return records
    .filter((record) => record.kind === 'skip')
    .map(({ name, reason }) => ({ name: withFile(path, name), reason }));
}

function casesOf(results: readonly FileResult[]): Map<string, number> {
  const totals = new Map<string, number>();
  for (const record of results.flatMap((result) => result.records)) {
    if (record.kind !== 'cases') continue;
    totals.set(record.label, (totals.get(record.label) ?? 0) + record.count);
  }
  return totals;
}

function withFile(path: string, name: string): string {
  return name === path ? path : `${path} › ${name}`;
}

function isPass(record: TestRecord): boolean {
  return record.kind === 'pass';
}

function isFailure(record: TestRecord): record is TestRecord & { kind: 'fail' } {
  return record.kind === 'fail';
}

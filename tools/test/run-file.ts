// Runs one test file in a process of its own, with Node's runner inside. The process leads a group:
// when the file is done, or has had its time, whatever it left behind goes with it.

import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { cloneFolder } from '../sources.ts';
import type { TestRecord } from './event-reporter.ts';

const keptOutputCharactersMax = 32_768;

export interface FileRun {
  readonly path: string;
  readonly timeoutMs: number;
  /** Shows what the file prints as it prints it, besides keeping it. */
  readonly isVerbose: boolean;
}

export interface FileResult {
  readonly path: string;
  readonly records: readonly TestRecord[];
  readonly durationMs: number;
  /** The end of what the file printed. */
  readonly output: string;
}

export async function runFile(fileRun: FileRun): Promise<FileResult> {
  const folder = mkdtempSync(join(tmpdir(), 'stele-test-'));
  const recordsPath = join(folder, 'records');
  const startedMs = performance.now();
  try {
    const ending = await runProcess(fileRun, recordsPath);
    const records = readRecords(recordsPath);
    const trouble = troubleOf(fileRun, ending, records);
    const all = trouble === undefined ? records : [...records, trouble];
    const durationMs = performance.now() - startedMs;
    return { path: fileRun.path, records: all, durationMs, output: ending.output };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly isTimedOut: boolean;
  readonly output: string;
}

function runProcess({ path, timeoutMs, isVerbose }: FileRun, recordsPath: string): Promise<Ending> {
  const child = spawn(process.execPath, [...nodeArguments(recordsPath), path], {
    cwd: cloneFolder,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const stopGroup = (): void => {
    killGroup(child);
  };
  process.once('exit', stopGroup);
  let isTimedOut = false;
  const timer = setTimeout(() => {
    isTimedOut = true;
    stopGroup();
  }, timeoutMs);
  const output = keepOutput(child, isVerbose);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    // What the file started may outlive it and hold its output open: end that first.
    child.on('exit', stopGroup);
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      process.removeListener('exit', stopGroup);
      resolve({ code, signal, isTimedOut, output: output() });
    });
  });
}

function nodeArguments(recordsPath: string): string[] {
  return [
    '--disable-warning=ExperimentalWarning',
    `--test-reporter=${import.meta.resolve('./event-reporter.ts')}`,
    `--test-reporter-destination=${recordsPath}`,
  ];
}

function keepOutput(child: ChildProcess, isVerbose: boolean): () => string {
  let output = '';
  const keep = (chunk: string): void => {
    output = (output + chunk).slice(-keptOutputCharactersMax);
    if (isVerbose) process.stdout.write(chunk);
  };
  child.stdout?.setEncoding('utf8').on('data', keep);
  child.stderr?.setEncoding('utf8').on('data', keep);
  return () => output.trimEnd();
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // The group is empty: the file left nothing behind.
  }
}

function readRecords(path: string): TestRecord[] {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    // The process ended before its first test.
    return [];
  }
  // A killed process may leave half a line at the end.
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  const lines = whole.split('\n').filter((line) => line !== '');
  return lines.map((line) => JSON.parse(line) as TestRecord);
}

/** What went wrong with the file as a whole, beyond the tests that it reported as failed. */
function troubleOf(
  { path, timeoutMs }: FileRun,
  ending: Ending,
  records: readonly TestRecord[],
): TestRecord | undefined {
  const fail = (detail: string): TestRecord => ({ kind: 'fail', name: path, detail });
  if (ending.isTimedOut) {
    const seconds = String(timeoutMs / 1000);
    return fail(`Still running after ${seconds} s: a test hangs, or left a timer or server open.`);
  }
  if (ending.signal !== null) return fail(`Ended by ${ending.signal}.`);
  const hasFailure = records.some((record) => record.kind === 'fail');
  if (ending.code !== 0 && !hasFailure) return fail(`Ended with exit code ${String(ending.code)}.`);
  if (records.every((record) => record.kind === 'cases')) return fail('Declares no test.');
  return undefined;
}

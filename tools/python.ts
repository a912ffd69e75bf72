// A Python interpreter with the packages of spec/requirements.txt, for the tests that run the
// independent verifier. It lives in .cache/python and is made once. What the tests do with it, and
// whether they are skipped without it, is decided by `pythonForTest`.

import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { promisify } from 'node:util';

import { withLock } from './launch/lock.js';
import { cloneFolder } from './sources.ts';

const runProgram = promisify(execFile);

const pipTimeoutMs = 120_000;
const requirementsPath = join(cloneFolder, 'spec', 'requirements.txt');
const environmentFolder = join(cloneFolder, '.cache', 'python');
const interpreterPath = join(environmentFolder, 'bin', 'python');
const stampPath = join(environmentFolder, 'stele-requirements');

export type Python =
  | { readonly kind: 'ready'; readonly path: string }
  | { readonly kind: 'unavailable'; readonly reason: string };

/**
 * The interpreter's path; or undefined after skipping the test with the reason. On a build server
 * (CI=true) the test fails instead: there, everything has to be had.
 */
export async function pythonForTest(t: TestContext): Promise<string | undefined> {
  const python = await preparePython();
  if (python.kind === 'ready') return python.path;
  if (process.env['CI'] === 'true') throw new Error(`Python is required in CI: ${python.reason}`);
  t.skip(python.reason);
  return undefined;
}

export async function preparePython(): Promise<Python> {
  if (isPrepared()) return { kind: 'ready', path: interpreterPath };
  return await withLock(join(cloneFolder, '.cache', 'python.lock'), {
    work: async () => (isPrepared() ? { kind: 'ready', path: interpreterPath } : await prepare()),
  });
}

function isPrepared(): boolean {
  return existsSync(stampPath) && readFileSync(stampPath, 'utf8') === stampOfRequirements();
}

function stampOfRequirements(): string {
  return createHash('sha256').update(readFileSync(requirementsPath)).digest('hex');
}

async function prepare(): Promise<Python> {
  try {
    await runProgram('python3', ['-c', 'import sys; sys.exit(sys.version_info < (3, 9))']);
  } catch {
    return { kind: 'unavailable', reason: 'python3 of version 3.9 or newer is not installed' };
  }
  try {
    rmSync(environmentFolder, { recursive: true, force: true });
    await runProgram('python3', ['-m', 'venv', environmentFolder]);
    const pip = ['-m', 'pip', 'install', '--quiet', '--no-input', '--disable-pip-version-check'];
    await runProgram(interpreterPath, [...pip, '-r', requirementsPath], { timeout: pipTimeoutMs });
  } catch (error) {
    return { kind: 'unavailable', reason: `venv or pip does not work: ${lastLineOf(error)}` };
  }
  writeFileSync(stampPath, stampOfRequirements());
  return { kind: 'ready', path: interpreterPath };
}

function lastLineOf(error: unknown): string {
  const text = error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error);
  return text.trim().split('\n').at(-1) ?? text;
}

// Python interpreters with the packages of a requirements file, for the tests that run programs which
// are not ours: one a file, made once, in .cache. What the tests do with it, and whether they are
// skipped without it, is decided by `pythonForTest`.

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

export interface PythonEnvironment {
  /** Of its folder in .cache. */
  readonly name: string;
  /** Relative to the clone. */
  readonly requirements: string;
}

/** The independent verifier. */
export const verifierPath = join(cloneFolder, 'spec', 'verify.py');

/** What it needs. */
const verifier: PythonEnvironment = { name: 'python', requirements: 'spec/requirements.txt' };

export type Python =
  | { readonly kind: 'ready'; readonly path: string }
  | { readonly kind: 'unavailable'; readonly reason: string };

/**
 * The interpreter's path; or undefined after skipping the test with the reason. On a build server
 * (CI=true) the test fails instead: there, everything has to be had.
 */
export async function pythonForTest(
  t: TestContext,
  environment = verifier,
): Promise<string | undefined> {
  const python = await preparePython(environment);
  if (python.kind === 'ready') return python.path;
  if (process.env['CI'] === 'true') throw new Error(`Python is required in CI: ${python.reason}`);
  t.skip(python.reason);
  return undefined;
}

export async function preparePython(environment = verifier): Promise<Python> {
  const { name, requirements } = environment;
  const folder = join(cloneFolder, '.cache', name);
  const venv: Venv = {
    folder,
    interpreterPath: join(folder, 'bin', 'python'),
    stampPath: join(folder, 'stele-requirements'),
    requirementsPath: join(cloneFolder, requirements),
  };
  if (isPrepared(venv)) return { kind: 'ready', path: venv.interpreterPath };
  return await withLock(`${folder}.lock`, {
    work: async () =>
      isPrepared(venv) ? { kind: 'ready', path: venv.interpreterPath } : await prepare(venv),
  });
}

interface Venv {
  readonly folder: string;
  readonly interpreterPath: string;
  readonly stampPath: string;
  readonly requirementsPath: string;
}

function isPrepared({ stampPath, requirementsPath }: Venv): boolean {
  return existsSync(stampPath) && readFileSync(stampPath, 'utf8') === stampOf(requirementsPath);
}

function stampOf(requirementsPath: string): string {
  return createHash('sha256').update(readFileSync(requirementsPath)).digest('hex');
}

async function prepare(venv: Venv): Promise<Python> {
  const { folder, interpreterPath, stampPath, requirementsPath } = venv;
  try {
    await runProgram('python3', ['-c', 'import sys; sys.exit(sys.version_info < (3, 9))']);
  } catch {
    return { kind: 'unavailable', reason: 'python3 of version 3.9 or newer is not installed' };
  }
  try {
    rmSync(folder, { recursive: true, force: true });
    await runProgram('python3', ['-m', 'venv', folder]);
    const pip = ['-m', 'pip', 'install', '--quiet', '--no-input', '--disable-pip-version-check'];
    await runProgram(interpreterPath, [...pip, '-r', requirementsPath], { timeout: pipTimeoutMs });
  } catch (error) {
    return { kind: 'unavailable', reason: `venv or pip does not work: ${lastLineOf(error)}` };
  }
  writeFileSync(stampPath, stampOf(requirementsPath));
  return { kind: 'ready', path: interpreterPath };
}

function lastLineOf(error: unknown): string {
  const text = error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error);
  return text.trim().split('\n').at(-1) ?? text;
}

/**
 * The chains this person trusts, by whole genesis fingerprint, in `~/.config/stele/trust.json` (XDG Base Directory). Nothing but
 * `stele trust` writes it: trust is a decision, never a side effect of having seen a chain.
 */

import { readFileSync } from 'node:fs';
import { mkdir, open, rm, stat } from 'node:fs/promises';
import { dirname, isAbsolute, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { replaceFile } from '../files/write-file.ts';
import { reasonOf } from '../files/reason.ts';
import { trouble } from '../trouble.ts';
import type { World } from '../world.ts';

export interface TrustedChain {
  readonly fingerprint: string;
  /** RFC 3339. */
  readonly addedAt: string;
}

/** XDG says that a relative XDG_CONFIG_HOME is to be ignored. */
export function trustStorePath({ env, homeFolder }: World): string {
  const configured = env['XDG_CONFIG_HOME'];
  const base =
    configured !== undefined && isAbsolute(configured) ? configured : join(homeFolder, '.config');
  return join(base, 'stele', 'trust.json');
}

/** None when there is no file. TRUST_STORE_MALFORMED: a file that cannot be understood is never read as "nothing trusted". */
export function readTrustStore(path: string): readonly TrustedChain[] {
  let content: string;
  try {
    content = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw trouble('FILE_UNREADABLE', { path, reason: reasonOf(error) }, error);
  }
  const chains = chainsIn(content);
  if (chains === undefined) throw trouble('TRUST_STORE_MALFORMED', { path });
  return chains;
}

/**
 * Applies `change` to what is stored, one process at a time, and resolves with what was stored before. TRUST_STORE_BUSY,
 * TRUST_STORE_MALFORMED, WRITE_FAILED.
 */
export async function changeTrustStore(
  path: string,
  change: (chains: readonly TrustedChain[]) => readonly TrustedChain[],
): Promise<readonly TrustedChain[]> {
  await makeFolder(dirname(path));
  return await whileLocked(`${path}.lock`, async () => {
    const before = readTrustStore(path);
    const chains = change(before);
    await replaceFile(path, `${JSON.stringify({ version: 1, chains }, null, 2)}\n`, 0o600);
    return before;
  });
}

export function isFingerprint(text: string): boolean {
  return /^[0-9a-f]{64}$/.test(text);
}

function chainsIn(content: string): readonly TrustedChain[] | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(content);
  } catch {
    return undefined;
  }
  if (!isRecord(parsed) || parsed['version'] !== 1 || !Array.isArray(parsed['chains'])) {
    return undefined;
  }
  const chains: readonly unknown[] = parsed['chains'];
  return chains.every(isTrustedChain) ? chains : undefined;
}

function isTrustedChain(value: unknown): value is TrustedChain {
  if (!isRecord(value) || typeof value['addedAt'] !== 'string') return false;
  return typeof value['fingerprint'] === 'string' && isFingerprint(value['fingerprint']);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw trouble('WRITE_FAILED', { path, reason: reasonOf(error) }, error);
  }
}

const lockRetryMs = 50;
const lockWaitMs = 5_000;
/** The work takes milliseconds: a lock this old belongs to a process that is gone. */
const lockStaleMs = 10_000;

async function whileLocked<T>(path: string, work: () => Promise<T>): Promise<T> {
  const giveUpMs = performance.now() + lockWaitMs;
  while (!(await tryLock(path))) {
    if (performance.now() > giveUpMs) throw trouble('TRUST_STORE_BUSY', { path });
    await delay(lockRetryMs);
  }
  try {
    return await work();
  } finally {
    await rm(path, { force: true });
  }
}

async function tryLock(path: string): Promise<boolean> {
  try {
    const file = await open(path, 'wx', 0o600);
    await file.close();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
      throw trouble('WRITE_FAILED', { path, reason: reasonOf(error) }, error);
    }
    const information = await stat(path).catch(() => undefined);
    const ageMs = information === undefined ? 0 : Date.now() - information.mtimeMs;
    if (ageMs > lockStaleMs) await rm(path, { force: true });
    return false;
  }
}

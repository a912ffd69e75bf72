/** The folder in which the embedded server keeps its databases, made on the first start, whole or not at all. */

import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { chmod, chown, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { failure } from '@stele/base';
import type { Programs } from './programs.ts';
import { type Account, canReach } from './unprivileged.ts';

export const SUPERUSER = 'stele';

export interface Places {
  /** Passed through by the account that runs the server. */
  readonly folder: string;
  /** The server's own, 0700. */
  readonly cluster: string;
  /** 0600, of this process's account. */
  readonly password: string;
  readonly log: string;
}

/** Where accounts without access to the data folder keep what belongs to it. */
const ELSEWHERE = '/var/lib/stele';
const PASSWORD_BYTES = 24;
/** Segments of the write-ahead log: small, because what is derived needs little of it. */
const SEGMENT_MB = '4';

/**
 * Where everything of a data folder lies: in the folder; but below /var/lib/stele when the server must run as another account and a
 * folder above keeps that account out, as /root does.
 */
export async function placesOf(folder: string, account: Account | undefined): Promise<Places> {
  const wanted = resolve(folder);
  await mkdir(wanted, { recursive: true, mode: 0o711 });
  const isReachable = await canReach(account, wanted);
  const hash = createHash('sha256').update(wanted).digest('hex').slice(0, 16);
  const used = isReachable ? wanted : join(ELSEWHERE, `postgres-${hash}`);
  await mkdir(used, { recursive: true, mode: 0o711 });
  if (account !== undefined) await chmod(used, 0o711);
  return {
    folder: used,
    cluster: join(used, 'cluster'),
    password: join(wanted, 'password'),
    log: join(used, 'server.log'),
  };
}

/** Makes the cluster unless it is there; `signal` breaks that off. Answers the password. Fails with DATABASE_CLUSTER_VERSION, DATABASE_CLUSTER_UNMADE. */
export async function ensureCluster(
  { initdb, major }: Programs,
  places: Places,
  account: Account | undefined,
  signal: AbortSignal,
): Promise<string> {
  const found = await readIfThere(join(places.cluster, 'PG_VERSION'));
  const password = await readIfThere(places.password);
  if (found !== undefined && password !== undefined) {
    checkVersion(found, major, places);
    return password.trim();
  }
  return makeCluster(initdb, places, account, signal);
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function checkVersion(found: string, major: number, { folder }: Places): void {
  if (Number(found) === major) return;
  throw failure('DATABASE_CLUSTER_VERSION', `${folder} is of PostgreSQL ${found.trim()}`, {
    action: `Stop Stele and remove ${folder}: all that is in it is derived again.`,
  });
}

async function makeCluster(
  initdb: string,
  places: Places,
  account: Account | undefined,
  signal: AbortSignal,
): Promise<string> {
  const unfinished = `${places.cluster}.new`;
  await rm(unfinished, { recursive: true, force: true });
  await rm(places.cluster, { recursive: true, force: true });
  await mkdir(unfinished, { mode: 0o700 });
  const password = randomBytes(PASSWORD_BYTES).toString('base64url');
  const passwordForInitdb = join(places.folder, 'initdb.password');
  await writeSecret(passwordForInitdb, password);
  if (account !== undefined) {
    await chown(unfinished, account.uid, account.gid);
    await chown(passwordForInitdb, account.uid, account.gid);
  }
  try {
    const options = [`--pgdata=${unfinished}`, `--pwfile=${passwordForInitdb}`];
    await runInitdb(initdb, options, account, signal);
  } finally {
    await rm(passwordForInitdb, { force: true });
  }
  await writeSecret(places.password, password);
  await rename(unfinished, places.cluster);
  return password;
}

async function writeSecret(path: string, secret: string): Promise<void> {
  await rm(path, { force: true });
  await writeFile(path, `${secret}\n`, { mode: 0o600, flag: 'wx' });
}

const OUTPUT_CHARACTERS_MAX = 2_000;

/** The locale is the server's own C.UTF-8, so that order and case do not depend on what the machine has installed. */
async function runInitdb(
  initdb: string,
  options: readonly string[],
  account: Account | undefined,
  signal: AbortSignal,
): Promise<void> {
  const child = spawn(
    initdb,
    [
      ...options,
      `--username=${SUPERUSER}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      `--wal-segsize=${SEGMENT_MB}`,
    ],
    {
      ...account,
      signal,
      cwd: dirname(initdb),
      env: serverEnvironment(),
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  let output = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    output = (output + text).slice(-OUTPUT_CHARACTERS_MAX);
  });
  const code = await new Promise<number | string>((done) => {
    child.on('error', (error) => {
      output += error.message;
      done('error');
    });
    child.on('close', (status, signal) => {
      done(status ?? signal ?? 'unknown');
    });
  });
  if (code === 0) return;
  throw failure('DATABASE_CLUSTER_UNMADE', `initdb ended with ${String(code)}: ${output.trim()}`, {
    action: 'Look at space and rights of the data folder; it is tried again by itself.',
    retryable: true,
  });
}

/** Nothing of this process's environment: a PGDATA or PGPORT in it would be meant for somebody else. */
export function serverEnvironment(): NodeJS.ProcessEnv {
  return { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' };
}

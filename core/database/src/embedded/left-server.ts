/**
 * A server that a killed process left behind in a cluster. It is found by the number in the cluster's own postmaster.pid and is only
 * touched when that process demonstrably works in this cluster: numbers are used again, in containers after every start.
 */

import { execFile } from 'node:child_process';
import { readFile, readlink, realpath, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { endProcess, isAlive } from './process-end.ts';

/** Stops a server that runs in the cluster. Answers its process number; undefined when there was none. */
export async function stopLeftServer(cluster: string): Promise<number | undefined> {
  const pid = await pidIn(cluster);
  if (pid === undefined || !isAlive(pid)) return undefined;
  if (await worksIn(pid, cluster)) {
    await endProcess(pid);
    return pid;
  }
  // The number belongs to a stranger now. The server would take it for its own predecessor and refuse to start.
  await rm(join(cluster, 'postmaster.pid'), { force: true });
  return undefined;
}

/** The first line of postmaster.pid (PostgreSQL documentation, "Database File Layout"). */
async function pidIn(cluster: string): Promise<number | undefined> {
  try {
    const [first] = (await readFile(join(cluster, 'postmaster.pid'), 'utf8')).split('\n');
    const pid = Number(first);
    return Number.isSafeInteger(pid) && pid > 1 && pid !== process.pid ? pid : undefined;
  } catch {
    return undefined;
  }
}

/** A PostgreSQL server's working folder is its cluster. */
async function worksIn(pid: number, cluster: string): Promise<boolean> {
  const place = await realpath(cluster);
  try {
    if (process.platform === 'linux') return (await readlink(`/proc/${String(pid)}/cwd`)) === place;
    const list = await promisify(execFile)('lsof', ['-a', '-d', 'cwd', '-Fn', '-p', String(pid)]);
    return list.stdout.split('\n').includes(`n${place}`);
  } catch {
    return false;
  }
}

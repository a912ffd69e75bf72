/** The server as a child process: started on a loopback port, and watched until it ends, or until this process does. */

import { spawn } from 'node:child_process';
import { open } from 'node:fs/promises';
import { createServer } from 'node:net';
import { type Places, serverEnvironment } from './cluster.ts';
import { endProcess } from './process-end.ts';
import type { Account } from './unprivileged.ts';
import { watchServer } from './watcher.ts';

export interface ServerProcess {
  readonly port: number;
  readonly pid: number;
  /** Resolves with how it ended. */
  readonly ended: Promise<string>;
  stop(): Promise<void>;
}

const LOOPBACK = '127.0.0.1';

/**
 * All that is kept is derived or short-lived, so memory and write-ahead log are small, and nothing is replicated. The log of the
 * server names no statement: there are names of documents in them.
 */
const SETTINGS: Readonly<Record<string, string>> = {
  listen_addresses: LOOPBACK,
  unix_socket_directories: '',
  password_encryption: 'scram-sha-256',
  max_connections: '100',
  shared_buffers: '64MB',
  wal_level: 'minimal',
  max_wal_senders: '0',
  min_wal_size: '16MB',
  max_wal_size: '256MB',
  wal_compression: 'on',
  jit: 'off',
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_checkpoints: 'off',
};

/** Starts it. Rejects when the program cannot be run at all; whether it serves is to be asked at its port. */
export async function startServerProcess(
  postgres: string,
  places: Places,
  account: Account | undefined,
): Promise<ServerProcess> {
  const port = await freePort();
  const { cluster } = places;
  const settings = Object.entries(SETTINGS).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  // Anew at each start: what matters is why the last one ended.
  const log = await open(places.log, 'w', 0o600);
  try {
    const child = spawn(postgres, ['-D', cluster, '-p', String(port), ...settings], {
      ...account,
      cwd: cluster,
      env: serverEnvironment(),
      stdio: ['ignore', log.fd, log.fd],
      // Ctrl-C in a terminal goes to the whole group: this process decides when its server ends.
      detached: true,
    });
    const ended = new Promise<string>((done) => {
      child.on('exit', (code, signal) => {
        done(signal ?? `exit code ${String(code)}`);
      });
    });
    const pid = await new Promise<number>((resolve, reject) => {
      child.on('error', reject);
      child.on('spawn', () => {
        resolve(child.pid ?? 0);
      });
    });
    child.unref();
    const watcher = watchServer({ pid, cluster, account });
    void ended.then(watcher.dismiss);
    return { port, pid, ended, stop: () => stop(pid, ended) };
  } finally {
    await log.close();
  }
}

async function stop(pid: number, ended: Promise<string>): Promise<void> {
  await Promise.race([endProcess(pid), ended]);
}

/** Somebody may take it before the server does; then the server ends, and is started again on another. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const listener = createServer();
    listener.on('error', reject);
    listener.listen(0, LOOPBACK, () => {
      const address = listener.address();
      listener.close(() => {
        resolve(typeof address === 'object' && address !== null ? address.port : 0);
      });
    });
  });
}

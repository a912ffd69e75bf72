/**
 * A server must not outlive the process it belongs to, however that ends. Beside each server a shell waits at a pipe from this
 * process, which the kernel closes when this process is gone, after SIGKILL as well; then it ends the server by the steps of
 * process-end.ts. What no watcher sees, because the machine went down or it was killed itself, is left to left-server.ts.
 */

import { type ChildProcess, spawn } from 'node:child_process';
import type { Socket } from 'node:net';
import { serverEnvironment } from './cluster.ts';
import { type Step, STEPS } from './process-end.ts';
import type { Account } from './unprivileged.ts';

export interface WatchOptions {
  /** Of the server. */
  readonly pid: number;
  /** Its folder. */
  readonly cluster: string;
  /** Whose the server is: the watcher is too, so that it may look at the server and signal it, and nothing else. */
  readonly account?: Account | undefined;
  readonly steps?: readonly Step[];
  readonly proof?: Proof;
}

export interface Watcher {
  /** Undefined where there is no shell to run. */
  readonly pid: number | undefined;
  /** The server has ended: the watcher goes, and signals nobody. */
  readonly dismiss: () => void;
}

/**
 * What shows that the number still means this cluster's server, to a watcher that works in the cluster too, wherever that is moved:
 * the folder the server works in, where the system says; elsewhere the cluster's own postmaster.pid (PostgreSQL documentation,
 * "Database File Layout").
 */
export type Proof = 'folder' | 'file';

const PROOFS: Readonly<Record<Proof, string>> = {
  folder: 'at=$(readlink "/proc/$pid/cwd") && [ "$at" = "$(readlink "/proc/$$/cwd")" ]',
  file: 'read -r first < postmaster.pid && [ "$first" = "$pid" ] && kill -0 "$pid"',
};

/**
 * A line on the pipe is the dismissal, the pipe's end is the death of the other side. What the steps say comes as arguments: signal
 * and seconds in turn. A signal meant for all processes of the service must not take this one away while the others still run.
 */
function scriptOf(proof: Proof): string {
  return `
trap '' HUP INT TERM
read -r dismissed && exit
pid=$1
shift
is_there() { ${PROOFS[proof]}; }
while [ $# -gt 0 ] && is_there; do
  kill -s "$1" "$pid"
  seconds=$2
  while [ "$seconds" -gt 0 ] && is_there; do
    sleep 1
    seconds=$((seconds - 1))
  done
  shift 2
done`;
}

/** Watches a server until it is dismissed or this process has gone. Without a shell the server is simply not watched. */
export function watchServer({
  pid,
  cluster,
  account,
  steps = STEPS,
  proof = process.platform === 'linux' ? 'folder' : 'file',
}: WatchOptions): Watcher {
  const plan = steps.flatMap(({ signal, patienceMs }) => [
    signal.slice('SIG'.length),
    String(Math.ceil(patienceMs / 1_000)),
  ]);
  const shell: ChildProcess = spawn(
    '/bin/sh',
    ['-c', scriptOf(proof), `watcher of ${cluster}`, String(pid), ...plan],
    {
      ...account,
      cwd: cluster,
      env: serverEnvironment(),
      stdio: ['pipe', 'ignore', 'ignore'],
      detached: true,
    },
  );
  const nothing = (): void => undefined;
  shell.on('error', nothing);
  const pipe = shell.stdin as Socket | null;
  pipe?.on('error', nothing);
  // Neither it nor the pipe keeps this process from ending.
  shell.unref();
  pipe?.unref();
  return { pid: shell.pid, dismiss: () => pipe?.end('dismissed\n') };
}

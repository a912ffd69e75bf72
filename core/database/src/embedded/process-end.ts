/** Ending a PostgreSQL server by its process number, in bounded time (PostgreSQL documentation, "Shutting Down the Server"). */

import { setTimeout as sleep } from 'node:timers/promises';

export interface Step {
  readonly signal: NodeJS.Signals;
  readonly patienceMs: number;
}

/** Fast: rolls back what runs and writes a checkpoint. Immediate: recovers at the next start. Then what nobody can refuse. */
export const STEPS: readonly Step[] = [
  { signal: 'SIGINT', patienceMs: 5_000 },
  { signal: 'SIGQUIT', patienceMs: 2_000 },
  { signal: 'SIGKILL', patienceMs: 1_000 },
];
const LOOK_MS = 20;

/** Ends a process that need not be a child of this one. */
export async function endProcess(pid: number, steps: readonly Step[] = STEPS): Promise<void> {
  for (const { signal, patienceMs } of steps) {
    if (!sendSignal(pid, signal)) return;
    for (let waitedMs = 0; waitedMs < patienceMs; waitedMs += LOOK_MS) {
      await sleep(LOOK_MS);
      if (!isAlive(pid)) return;
    }
  }
}

export function isAlive(pid: number): boolean {
  return sendSignal(pid, 0);
}

function sendSignal(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(pid, signal);
    return true;
  } catch (error) {
    // It lives, but under another account.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** One script of a benchmark in a process of its own, which says its result in one line and may then be killed. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

import { failure } from '@stele/base';

export interface BenchProcess {
  /** The first line it prints. */
  line(): Promise<string>;
  kill(): void;
  readonly ended: Promise<unknown>;
}

/** `script`: a file beside this one. */
export function startProcess(script: string, args: readonly string[]): BenchProcess {
  const path = fileURLToPath(new URL(`./${script}`, import.meta.url));
  const child = spawn(process.execPath, [path, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  const first = once(createInterface({ input: child.stdout }), 'line') as Promise<[string]>;
  return {
    line: async () => {
      const line = await Promise.race([first, ended.then(() => undefined)]);
      if (line !== undefined) return line[0];
      throw failure('BENCH_FAILED', `${script} ended before it had a result`);
    },
    kill: () => void child.kill('SIGKILL'),
    ended,
  };
}

export interface Opened {
  /** Milliseconds until the ledger was ready, since the folder was opened and since the process began. */
  readonly openMs: number;
  readonly processMs: number;
}

/** Opens a folder in another process and lets go of it again. */
export async function openedAgain(folder: string): Promise<Opened> {
  const opening = startProcess('restart-open.ts', [folder]);
  const [openMs = Number.NaN, processMs = Number.NaN] = (await opening.line())
    .split(' ')
    .map(Number);
  await opening.ended;
  return { openMs, processMs };
}

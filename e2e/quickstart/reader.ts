/** Somebody with a fresh clone and two terminals, who types what a page says. */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import type { TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const CLONE = fileURLToPath(new URL('../../', import.meta.url));
const START_TIMEOUT_MS = 60_000;
const POLL_MS = 100;

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export class Reader {
  /** Looks like a clone that has just been made: everything but a data folder. */
  readonly folder: string;
  readonly #environment: NodeJS.ProcessEnv;

  /** `python` is the interpreter that `python3` means; undefined where the machine's own does. */
  constructor(context: TestContext, python: string | undefined) {
    this.folder = mkdtempSync(join(tmpdir(), 'stele-reader-'));
    // Root's database server runs as another account, which has to pass; else its cluster would lie outside and outlive the test.
    chmodSync(this.folder, 0o711);
    context.after(() => {
      rmSync(this.folder, { recursive: true, force: true, maxRetries: 3 });
    });
    for (const name of readdirSync(CLONE)) {
      if (name !== 'data' && name !== '.git') symlinkSync(join(CLONE, name), this.path(name));
    }
    mkdirSync(this.path('home'));
    const programs = [process.execPath, ...(python === undefined ? [] : [python])].map(dirname);
    this.#environment = {
      PATH: [...programs, process.env['PATH']].join(delimiter),
      HOME: this.path('home'),
      LANG: 'C.UTF-8',
      // The links lead out of the folder; and another server may have the usual port.
      STELE_DATA: this.path('data'),
      STELE_PORT: '0',
    };
  }

  path(...parts: readonly string[]): string {
    return join(this.folder, ...parts);
  }

  /** The first terminal: `commands` until the test ends; returns when the server has said its address. */
  async startServer(context: TestContext, commands: string): Promise<void> {
    const child = this.#spawn(commands, ['ignore', 'ignore', 'pipe']);
    let said = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (said += text));
    const ended = once(child, 'close');
    context.after(async () => {
      stopGroup(child);
      await ended;
    });
    const deadline = Date.now() + START_TIMEOUT_MS;
    while (!existsSync(this.path('data', 'address'))) {
      if (child.exitCode !== null || Date.now() > deadline) throw new Error(`no server: ${said}`);
      await sleep(POLL_MS);
    }
  }

  /** The second terminal: all of `script` in one shell, which stops at the first command that fails. */
  async type(script: string): Promise<Finished> {
    const child = this.#spawn(script, ['ignore', 'pipe', 'pipe']);
    let stdout = '';
    let stderr = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    const [code] = (await once(child, 'close')) as [number | null];
    return { code, stdout, stderr };
  }

  #spawn(script: string, stdio: ('ignore' | 'pipe')[]): ChildProcess {
    const options = { cwd: this.folder, env: this.#environment, stdio, detached: true };
    return spawn('bash', ['-e', '-u', '-o', 'pipefail', '-c', script], options);
  }
}

/** npm does not hand signals on to what it runs, so the whole group gets it, as from Ctrl-C. */
function stopGroup({ pid, exitCode }: ChildProcess): void {
  if (pid !== undefined && exitCode === null) process.kill(-pid, 'SIGTERM');
}

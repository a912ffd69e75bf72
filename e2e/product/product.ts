/** The product as its users have it: the `stele` command in a child process, a server, folders of their own. */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../cli/src/main.ts', import.meta.url));
const FLAGS = ['--disable-warning=ExperimentalWarning', MAIN];
const START_TIMEOUT_MS = 30_000;
const POLL_MS = 20;

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A person's machine: a home folder, a working folder, no settings of ours. */
export class Machine {
  readonly folder: string;

  constructor(context: TestContext) {
    this.folder = mkdtempSync(join(tmpdir(), 'stele-e2e-'));
    context.after(() => {
      rmSync(this.folder, { recursive: true, force: true, maxRetries: 3 });
    });
  }

  path(...parts: readonly string[]): string {
    return join(this.folder, ...parts);
  }

  environment(extra: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
    const { PATH } = process.env;
    return { PATH, HOME: this.folder, LANG: 'C.UTF-8', STELE_DATA: this.path('data'), ...extra };
  }

  /** Runs `stele …` to its end. */
  async stele(
    args: readonly string[],
    extra: Readonly<Record<string, string>> = {},
  ): Promise<Finished> {
    const child = spawn(process.execPath, [...FLAGS, ...args], {
      cwd: this.folder,
      env: this.environment(extra),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return await finished(child);
  }

  /** Starts a server on a free port and waits until it is ready. */
  async start(context: TestContext, args: readonly string[] = []): Promise<Server> {
    const child = spawn(process.execPath, [...FLAGS, 'start', '--port', '0', ...args], {
      cwd: this.folder,
      env: this.environment(),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const server = new Server(child);
    context.after(async () => {
      await server.kill();
    });
    await server.ready();
    return server;
  }
}

export class Server {
  readonly #child: ChildProcess;
  readonly #ended: Promise<Finished>;
  #output = '';

  constructor(child: ChildProcess) {
    this.#child = child;
    this.#ended = finished(child);
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (text: string) => (this.#output += text));
    }
  }

  /** All it has printed so far, both streams. */
  get output(): string {
    return this.#output;
  }

  get address(): string {
    const [address] = /http:\/\/127\.0\.0\.1:\d+/.exec(this.#output) ?? [];
    if (address === undefined) throw new Error(`no address in:\n${this.#output}`);
    return address;
  }

  async ready(): Promise<void> {
    const deadline = Date.now() + START_TIMEOUT_MS;
    while (Date.now() < deadline && this.#child.exitCode === null) {
      if (/http:\/\/127\.0\.0\.1:\d+/.test(this.#output) && (await isReady(this.address))) return;
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
    throw new Error(`the server did not become ready:\n${this.#output}`);
  }

  /** SIGTERM, and what it said. */
  async stop(): Promise<Finished> {
    this.#child.kill('SIGTERM');
    return await this.#ended;
  }

  async kill(): Promise<void> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) {
      this.#child.kill('SIGKILL');
    }
    await this.#ended;
  }
}

async function isReady(address: string): Promise<boolean> {
  try {
    return (await fetch(`${address}/readyz`)).ok;
  } catch {
    return false;
  }
}

async function finished(child: ChildProcess): Promise<Finished> {
  let stdout = '';
  let stderr = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stdout, stderr };
}

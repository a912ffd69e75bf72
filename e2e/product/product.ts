/** The product as its users have it: the `stele` command in a child process, a server, folders of their own. */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../cli/src/main.ts', import.meta.url));
const FLAGS = ['--disable-warning=ExperimentalWarning', MAIN];
/** A program and its arguments by which `stele …` is run. */
export function commandLine(...args: readonly string[]): readonly [string, ...string[]] {
  return [process.execPath, ...FLAGS, ...args];
}

const START_TIMEOUT_MS = 30_000;
const POLL_MS = 20;
/** Its own; others that it speaks of, such as time authorities, end in a slash. */
const ADDRESS = /http:\/\/127\.0\.0\.1:\d+(?![\d/])/;

/** A test, or the hooks of a file: whoever says when it is over. */
export interface Cleanup {
  after(work: () => Promise<void> | void): void;
}

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A person's machine: a home folder, a working folder, no settings of ours. */
export class Machine {
  readonly folder: string;
  /** What a server is run by, such as a tracer that keeps its process id: program and arguments before its own. */
  runBy: readonly string[] = [];
  readonly #servers: Server[] = [];

  constructor(context: Cleanup) {
    this.folder = mkdtempSync(join(tmpdir(), 'stele-e2e-'));
    // Root's database server runs as another account, which has to pass; else its cluster would lie outside and outlive the test.
    chmodSync(this.folder, 0o711);
    context.after(async () => {
      for (const server of this.#servers) await server.kill();
      endLeft(this.databasePid());
      rmSync(this.folder, { recursive: true, force: true, maxRetries: 3 });
    });
  }

  /** Of the embedded server of a data folder, as its own file says; undefined when that has been stopped. */
  databasePid(data = this.path('data')): number | undefined {
    try {
      const text = readFileSync(join(data, 'postgres', 'cluster', 'postmaster.pid'), 'utf8');
      return Number.parseInt(text, 10);
    } catch {
      return undefined;
    }
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

  /** Starts a server, on a free port when the arguments name none, and waits until it is ready. */
  async start(
    context: Cleanup,
    args: readonly string[] = [],
    extra: Readonly<Record<string, string>> = {},
  ): Promise<Server> {
    const port = args.includes('--port') ? [] : ['--port', '0'];
    const [program = process.execPath, ...rest] = [
      ...this.runBy,
      ...commandLine('start', ...port, ...args),
    ];
    const child = spawn(program, rest, {
      cwd: this.folder,
      env: this.environment(extra),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const server = new Server(child);
    this.#servers.push(server);
    context.after(() => server.kill());
    await server.ready();
    return server;
  }
}

export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** A database server ends by itself soon after a killed process; the folder is removed sooner. */
function endLeft(pid: number | undefined): void {
  if (pid === undefined || Number.isNaN(pid)) return;
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
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
    const [address] = ADDRESS.exec(this.#output) ?? [];
    if (address === undefined) throw new Error(`no address in:\n${this.#output}`);
    return address;
  }

  async ready(): Promise<void> {
    const deadline = Date.now() + START_TIMEOUT_MS;
    while (Date.now() < deadline && this.#child.exitCode === null) {
      if (ADDRESS.test(this.#output) && (await isReady(this.address))) return;
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
    throw new Error(`the server did not become ready:\n${this.#output}`);
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** Resolves when it has ended, by whatever. */
  get ended(): Promise<Finished> {
    return this.#ended;
  }

  signal(name: NodeJS.Signals): void {
    this.#child.kill(name);
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

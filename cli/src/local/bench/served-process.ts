/** `stele start` in a process of its own, as its users run it, on a folder of the benchmark. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';

import { assert, failure } from '@stele/base';

import { adminKeyOf } from '../../settings/data-folder.ts';

export interface ServedProcess {
  readonly url: URL;
  /** The bearer key that may do everything. */
  readonly adminKey: string;
  readonly pid: number;
  kill(signal: NodeJS.Signals): Promise<void>;
}

const main = fileURLToPath(new URL('../../main.ts', import.meta.url));

/** Its log goes into a file of the folder: written as in production, read by nobody. */
export async function servedProcess(folder: string): Promise<ServedProcess> {
  const log = openSync(join(folder, '..', 'server.log'), 'a');
  const started = ['start', '--data', folder, '--port', '0', '--json'];
  const child = spawn(process.execPath, [main, ...started], { stdio: ['ignore', 'pipe', log] });
  assert(child.stdout !== null, 'its output is a pipe');
  const ended = once(child, 'exit');
  const address = await Promise.race([addressFrom(child.stdout), ended.then(() => undefined)]);
  if (address === undefined || child.pid === undefined) {
    throw failure('BENCH_FAILED', 'the server did not start', {
      action: `Look at ${folder}/../server.log`,
    });
  }
  return {
    url: new URL(address),
    adminKey: adminKeyOf(folder),
    pid: child.pid,
    kill: async (signal) => {
      child.kill(signal);
      await ended;
    },
  };
}

/** What `start --json` says once it serves: one JSON text, over several lines. */
async function addressFrom(output: Readable): Promise<string | undefined> {
  let text = '';
  for await (const line of createInterface({ input: output })) {
    text += line;
    if (line === '}') return (JSON.parse(text) as { readonly address: string }).address;
  }
  return undefined;
}

const KIBIBYTE = 1_024;

/** Memory of a process that no file backs, in bytes: what a leak would show in. */
export function anonymousBytes(pid: number): number {
  const status = readFileSync(`/proc/${String(pid)}/status`, 'utf8');
  return Number(/RssAnon:\s+(\d+) kB/.exec(status)?.[1] ?? Number.NaN) * KIBIBYTE;
}

/** A server as its users have it, everything in it working, with what a client of its API needs. */

import { readFileSync } from 'node:fs';
import type { TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Machine } from '../product/product.ts';

const FOLLOWING_TIMEOUT_MS = 60_000;
const POLL_MS = 100;

export interface ServedApi {
  readonly address: string;
  /** The operator's. */
  readonly key: string;
  /** Of the machine; free to write into. */
  readonly folder: string;
  /** All the server has printed, its log with it. */
  readonly output: () => string;
}

/** Returns when search works too. */
export async function serveApi(context: TestContext): Promise<ServedApi> {
  const machine = new Machine(context);
  const server = await machine.start(context);
  const { address } = server;
  const deadline = Date.now() + FOLLOWING_TIMEOUT_MS;
  while (!(await isFollowing(address))) {
    if (Date.now() > deadline) throw new Error(`search did not come up:\n${server.output}`);
    await sleep(POLL_MS);
  }
  const key = readFileSync(machine.path('data', 'admin.key'), 'utf8').trim();
  return { address, key, folder: machine.folder, output: () => server.output };
}

async function isFollowing(address: string): Promise<boolean> {
  const response = await fetch(`${address}/readyz`);
  const { parts } = (await response.json()) as { parts: Readonly<Record<string, string>> };
  return parts['projection'] === 'following';
}

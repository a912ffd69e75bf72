/** Looks at the server of a data folder: whether it runs, answers, and what it says of its own parts. */

import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';

import { toHex } from '@stele/base';
import { fingerprintOf } from '@stele/protocol';
import { nodeCrypto } from '@stele/protocol/node';

import { portDefault } from '../../settings/address.ts';
import { genesisOf, recordedAddressOf } from '../../settings/data-folder.ts';
import { trustOwnCertificate } from '../../settings/own-certificate.ts';
import { settingIn } from '../../settings/environment.ts';
import type { World } from '../../world.ts';
import type { Finding } from './finding.ts';

const TIMEOUT_MS = 5_000;
/** First words that a part which is well says of itself. */
const WELL: ReadonlySet<string> = new Set(['commits', 'following', 'idle', 'off', 'ok']);

/** `named` by --url; undefined: where the folder says. */
export async function serverFindings(
  folder: string,
  named: string | undefined,
  world: World,
): Promise<readonly Finding[]> {
  const address = named ?? recordedAddressOf(folder);
  if (address?.startsWith('https:') === true) trustOwnCertificate(folder);
  if (address === undefined) return await stoppedFindings(folder, world);
  const parts = await partsAt(address);
  if (parts === undefined) return [unansweredFinding(folder, address)];
  const check = 'server';
  if (!(await isOwn(folder, address))) {
    const [say, next] = ['doctor.foreign', 'doctor.foreignNext'] as const;
    return [{ check, level: 'error', say, next, parameters: { address } }];
  }
  const answers = { check, level: 'ok', say: 'doctor.answers', parameters: { address } } as const;
  return [answers, ...parts];
}

/** What /readyz says, part by part; undefined when nobody answers. */
async function partsAt(address: string): Promise<readonly Finding[] | undefined> {
  const answer = await asked(`${address}/readyz`);
  if (answer === undefined) return undefined;
  const { parts } = answer.body as { readonly parts?: Readonly<Record<string, unknown>> };
  return Object.entries(parts ?? {}).map(([part, state]) =>
    partFinding(part, String(state), answer.status),
  );
}

/** A server that is ready can have parts that are not well: it says so, and nothing stops for it. */
function partFinding(part: string, state: string, status: number): Finding {
  const check = 'parts';
  const parameters = { part, state };
  const [word = ''] = state.split(/[^a-z-]/i);
  if (WELL.has(word)) return { check, level: 'ok', say: 'doctor.part', parameters };
  const level = status === 200 ? 'warning' : 'error';
  return { check, level, say: 'doctor.partNot', next: 'doctor.partNotNext', parameters };
}

async function isOwn(folder: string, address: string): Promise<boolean> {
  const genesis = genesisOf(folder);
  const answer = await asked(`${address}/v1/chains/main`);
  const { id } = (answer?.body ?? {}) as { readonly id?: unknown };
  return genesis === undefined || id === toHex(fingerprintOf(genesis, nodeCrypto));
}

async function asked(
  url: string,
): Promise<{ readonly status: number; readonly body: object } | undefined> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    const body: unknown = await answer.json();
    return { status: answer.status, body: typeof body === 'object' && body !== null ? body : {} };
  } catch {
    return undefined;
  }
}

/** Without a process that has the folder, the address is what a crash has left. */
function unansweredFinding(folder: string, address: string): Finding {
  const silent = silentFinding(folder, address);
  if (silent !== undefined) return silent;
  const [say, next] = ['doctor.stale', 'doctor.staleNext'] as const;
  return { check: 'server', level: 'warning', say, next, parameters: { address } };
}

/** A process that still has the folder is asked for by its number; undefined: there is none. */
function silentFinding(folder: string, address: string): Finding | undefined {
  const pid = livingPid(folder);
  if (pid === undefined) return undefined;
  const [say, next] = ['doctor.silent', 'doctor.silentNext'] as const;
  return { check: 'server', level: 'error', say, next, parameters: { pid, address } };
}

/** The process that has the folder open, as far as `node.pid` knows. */
function livingPid(folder: string): number | undefined {
  const path = join(folder, 'node.pid');
  const pid = existsSync(path) ? Number(readFileSync(path, 'utf8')) : 0;
  return Number.isSafeInteger(pid) && pid > 0 && isLiving(pid) ? pid : undefined;
}

function isLiving(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // It lives, and is another user's.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function stoppedFindings(folder: string, world: World): Promise<readonly Finding[]> {
  const host = settingIn(world, 'STELE_HOST') ?? '127.0.0.1';
  const port = Number(settingIn(world, 'STELE_PORT') ?? portDefault);
  const silent = silentFinding(folder, `${host}:${String(port)}`);
  if (silent !== undefined) return [silent];
  const [say, next] = ['doctor.stopped', 'doctor.stoppedNext'] as const;
  return [{ check: 'server', level: 'warning', say, next }, await portFinding(host, port)];
}

async function portFinding(host: string, port: number): Promise<Finding> {
  const check = 'port';
  const parameters = { host, port };
  if (await canListen(host, port)) return { check, level: 'ok', say: 'doctor.port', parameters };
  const [say, next] = ['doctor.portBusy', 'doctor.portBusyNext'] as const;
  return { check, level: 'error', say, next, parameters };
}

function canListen(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => {
      resolve(false);
    });
    server.listen({ host, port, exclusive: true }, () => {
      server.close(() => {
        resolve(true);
      });
    });
  });
}

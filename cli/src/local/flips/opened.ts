/** A data folder opened in this process, wired as `stele start` wires it but for the database and the pages, and asked without a socket. */

import { inspect } from 'node:util';

import { type Clock, isCoded, type Log, type LogFields } from '@stele/base';
import { openNode, systemClock, systemRandom } from '@stele/node';

import { checkedAdminKeyOf } from '../start/admin-key.ts';
import { startEvidence } from '../start/evidence.ts';
import { serve } from '../start/serve.ts';
import type { Settings } from '../start/settings.ts';
import { openPeople } from '@stele/people';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly bytes: Buffer;
  /** Of a refusal: its code; of a failure that is not told to callers, the one in the server's log. */
  readonly code: string | undefined;
}

export interface Ask {
  readonly key?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: object;
}

export interface Opened {
  readonly adminKey: string;
  /** Where it answers over a socket, too. */
  readonly address: string;
  ask(method: string, path: string, ask?: Ask): Promise<Answer>;
  close(): Promise<void>;
}

export interface OpenOptions {
  /** `name=url` of time authorities, whose certificates lie in the folder. */
  readonly authorities?: string;
  /** A moment at which time stands still, so that what is signed anew is the same again. */
  readonly nowMs?: number;
}

/** What stands for a failure without a code: a fault of ours. */
export const BUG = 'BUG';
/** What a hash of a password costs is tried elsewhere. */
const PASSWORD_COST = { cost: 16, blockSize: 8, parallelization: 1 };
const EXPOSURE = { host: '127.0.0.1', behindProxy: false };

/** Opens all of it, or fails with the code `stele start` would end with. */
export async function openFolder(
  folder: string,
  { authorities = '', nowMs }: OpenOptions = {},
): Promise<Opened> {
  const clock: Clock = nowMs === undefined ? systemClock : { ...systemClock, nowMs: () => nowMs };
  const log = new Listener();
  const world = { log, clock };
  const closing: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    // Each of them, whatever the one before said.
    const ends = closing.splice(0).toReversed();
    for (const end of ends) await end().catch(ignore);
  };
  try {
    const node = await openNode({ dataFolder: folder, verifierThreads: 0, ...world });
    closing.push(() => node.close());
    const adminKey = checkedAdminKeyOf(folder);
    const evidence = await startEvidence(node, settingsOf(folder, authorities), world);
    closing.push(() => evidence.close());
    const people = await openPeople({ folder, ...PEOPLE, ...world });
    closing.push(() => people.close());
    const parts = { node, evidence, people };
    const serving = await serve(parts, { exposure: EXPOSURE, port: 0, log, adminKey });
    closing.push(() => serving.close());
    const ask = askerOver(serving.server.app, log);
    return { adminKey, address: serving.address, ask, close };
  } catch (error) {
    await close();
    throw error;
  }
}

const PEOPLE = {
  random: systemRandom,
  organisation: { id: 'local', name: 'Local operator' },
  passwordCost: PASSWORD_COST,
};

/** Remembers what a request failed with inside. */
class Listener implements Log {
  failed: unknown;
  readonly debug = ignore;
  readonly info = ignore;
  readonly warn = ignore;
  readonly error = (_event: string, { error }: LogFields = {}): void => {
    this.failed = error;
  };
}

function ignore(): void {
  // Nobody reads along.
}

type App = Awaited<ReturnType<typeof serve>>['server']['app'];

function askerOver(app: App, log: Listener): Opened['ask'] {
  return async (method, path, { key, headers, body } = {}) => {
    const bearer = key === undefined ? {} : { authorization: `Bearer ${key}` };
    log.failed = undefined;
    const answer = await app.inject({
      method: method as 'GET',
      url: path,
      headers: { ...bearer, ...headers },
      ...(body !== undefined && { payload: body }),
    });
    const { statusCode: status, rawPayload: bytes } = answer;
    return { status, headers: answer.headers, bytes, code: codeOf(status, bytes, log.failed) };
  };
}

function codeOf(status: number, bytes: Buffer, failed: unknown): string | undefined {
  if (status < 400) return undefined;
  if (failed !== undefined) return isCoded(failed) ? failed.code : `${BUG} ${inspect(failed)}`;
  return String((JSON.parse(bytes.toString()) as { readonly code?: unknown }).code);
}

/** Of `stele start` with STELE_PROJECTION=off. */
function settingsOf(dataFolder: string, timestampAuthorities: string): Settings {
  return {
    dataFolder,
    exposure: EXPOSURE,
    port: 0,
    logLevel: 'error',
    organisation: 'local',
    organisationName: 'Local operator',
    publicUrl: undefined,
    evidence: {
      databaseUrl: undefined,
      hasProjection: false,
      masterKey: undefined,
      timestampAuthorities,
    },
    hasConsole: false,
    report: {},
  };
}

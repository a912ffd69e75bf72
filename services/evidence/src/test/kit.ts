/** The service over a real node in a folder of its own, asked through its own HTTP server without a socket in between. */

import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import type { Clock } from '@stele/base';
import {
  addLedgerRoutes,
  LEDGER_CODES,
  type LedgerNode,
  openNode,
  operatorAccount,
  systemClock,
  systemRandom,
} from '@stele/node';
import { type JsonObject, type JsonValue, suiteOf } from '@stele/protocol';
import { nodeCrypto, signerFromPem } from '@stele/protocol/node';
import {
  createBearerKey,
  createServer,
  joinCatalogues,
  keyRecord,
  SCOPES,
  type Server,
} from '@stele/server';
import {
  EVIDENCE_CODES,
  type EvidenceService,
  masterSecretFromFile,
  openEvidence,
} from '../index.ts';

const nothing = (): void => undefined;
export const silentLog = { debug: nothing, info: nothing, warn: nothing, error: nothing };

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly json: JsonObject;
  readonly bytes: Buffer;
}

export interface Ask {
  readonly key?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
  /** An object is sent as JSON. */
  readonly body?: JsonValue | Buffer;
  readonly type?: string;
}

export interface Kit {
  readonly folder: string;
  readonly adminKey: string;
  readonly node: LedgerNode;
  readonly service: EvidenceService;
  readonly ask: (method: string, path: string, ask?: Ask) => Promise<Answer>;
  /** Ends node, service and server, and opens them again on the same folder. */
  readonly reopen: () => Promise<Kit>;
}

export interface KitOptions {
  readonly clock?: Clock;
}

/** Opens all of it until the test ends. */
export async function kit(context: TestContext, options: KitOptions = {}): Promise<Kit> {
  const folder = mkdtempSync(join(tmpdir(), 'stele-evidence-'));
  const adminKey = createBearerKey(systemRandom);
  let running = await start(folder, adminKey, options);
  context.after(async () => {
    await running.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  const kitOf = ({ node, service, server }: Running): Kit => ({
    folder,
    adminKey,
    node,
    service,
    ask: (method, path, ask = {}) => request(server, adminKey, { method, path, ...ask }),
    reopen: async () => {
      await running.stop();
      running = await start(folder, adminKey, options);
      return kitOf(running);
    },
  });
  return kitOf(running);
}

interface Running {
  readonly node: LedgerNode;
  readonly service: EvidenceService;
  readonly server: Server;
  readonly stop: () => Promise<void>;
}

async function start(
  folder: string,
  adminKey: string,
  { clock = systemClock }: KitOptions,
): Promise<Running> {
  const node = await openNode({ dataFolder: folder, log: silentLog, verifierThreads: 1, clock });
  const signer = signerFromPem(readFileSync(join(folder, 'keys', 'operator.key'), 'utf8'));
  const account = operatorAccount(suiteOf('intl', nodeCrypto), signer.publicKey);
  const store = join(folder, 'evidence');
  const service = await openEvidence({
    api: node.api,
    chainName: 'main',
    folder: store,
    master: await masterSecretFromFile({ path: join(folder, 'keys', 'master.secret'), store }),
    operator: { account, signers: [signer], name: 'Operator' },
    database: undefined,
    authorities: [],
    log: silentLog,
    clock,
  });
  const admin = keyRecord(adminKey, { name: 'admin', scopes: SCOPES });
  const server = await createServer({
    host: '127.0.0.1',
    port: 0,
    behindProxy: false,
    log: silentLog,
    clock,
    keys: { find: (id) => (id === admin?.id ? admin : service.keys.find(id)) },
    api: { title: 'Stele', version: '1', description: 'Evidence.' },
    codes: joinCatalogues(LEDGER_CODES, EVIDENCE_CODES),
    readiness: () => ({ ready: true, parts: {} }),
    routes: async (app) => {
      await addLedgerRoutes(app, { name: 'main', api: node.api });
      await service.routes(app);
    },
  });
  const stop = async (): Promise<void> => {
    await server.close();
    await service.close();
    await node.close();
  };
  return { node, service, server, stop };
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

async function request(
  { app }: Server,
  adminKey: string,
  { method, path, ...asked }: Ask & { readonly method: string; readonly path: string },
): Promise<Answer> {
  const { statusCode, headers, body, rawPayload } = await app.inject({
    method: method as Method,
    url: path,
    headers: headersOf(asked, adminKey),
    ...(asked.body !== undefined && { payload: payloadOf(asked.body) }),
  });
  return {
    status: statusCode,
    headers: headers as Record<string, string>,
    json: isJson(headers['content-type']) ? (JSON.parse(body) as JsonObject) : {},
    bytes: rawPayload,
  };
}

function headersOf({ key, headers, body, type }: Ask, adminKey: string): Record<string, string> {
  const mediaType = type ?? (Buffer.isBuffer(body) ? undefined : 'application/json');
  return {
    ...(key !== null && { authorization: `Bearer ${key ?? adminKey}` }),
    ...(body !== undefined && mediaType !== undefined && { 'content-type': mediaType }),
    ...headers,
  };
}

function payloadOf(body: JsonValue | Buffer): string | Buffer {
  return Buffer.isBuffer(body) ? body : JSON.stringify(body);
}

function isJson(contentType: unknown): boolean {
  return /^application\/([a-z.]+\+)?json/.test(String(contentType));
}

/** The digest of a text, as a request has it. */
export function digestsOf(text: string): { readonly 'sha-256': string } {
  return { 'sha-256': Buffer.from(nodeCrypto.hash(1, Buffer.from(text))).toString('hex') };
}

/** What an answer must be; its body is shown when it is not. */
export function expectStatus({ status, json }: Answer, expected: number, code?: string): void {
  const shown = JSON.stringify(json).slice(0, 1_000);
  assert.equal(status, expected, shown);
  if (code !== undefined) assert.equal(json['code'], code, shown);
}

export interface TestCustomer {
  readonly id: string;
  readonly key: string;
}

/** A customer with a key that may write and read. */
export async function customer({ ask }: Kit, given: JsonObject = {}): Promise<TestCustomer> {
  const made = await ask('POST', '/v1/customers', { body: { name: 'A bank', ...given } });
  expectStatus(made, 201);
  const id = text(made.json['id']);
  const scopes = ['evidence:write', 'evidence:read'];
  const key = await ask('POST', `/v1/customers/${id}/keys`, { body: { name: 'core', scopes } });
  expectStatus(key, 201);
  return { id, key: text(key.json['key']) };
}

/** A member of an answer that has to be text. */
export function text(value: unknown): string {
  assert.ok(typeof value === 'string', JSON.stringify(value));
  return value;
}

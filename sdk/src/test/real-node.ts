/** A real node with a fresh chain in a folder of its own, reached in the process or over HTTP. */

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { rejection } from '@stele/base';
import {
  LEDGER_CODES,
  addLedgerRoutes,
  openNode,
  operatorAccount,
  systemRandom,
} from '@stele/node';
import { type LedgerApi, suiteOf } from '@stele/protocol';
import { generateSigner, nodeCrypto, signerFromPem } from '@stele/protocol/node';
import { SCOPES, createBearerKey, createServer, keyRecord, keyRingOf } from '@stele/server';
import type { TransportBench } from '../conformance/transport-bench.ts';
import { httpTransport } from '../index.ts';
import type { Owner } from '../index.ts';

const nothing = (): void => undefined;
export const silentLog = { debug: nothing, info: nothing, warn: nothing, error: nothing };

export interface RealNode {
  readonly api: LedgerApi;
  readonly operator: Owner;
}

/** Opens a node until the test ends. */
export async function realNode(context: TestContext): Promise<RealNode> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'stele-sdk-'));
  const node = await openNode({ dataFolder, log: silentLog, verifierThreads: 1 });
  context.after(async () => {
    await node.close();
    rmSync(dataFolder, { recursive: true });
  });
  const signer = signerFromPem(readFileSync(join(dataFolder, 'keys', 'operator.key'), 'utf8'));
  const account = operatorAccount(suiteOf('intl', nodeCrypto), signer.publicKey);
  return { api: node.api, operator: { account, signers: [signer] } };
}

export interface Served {
  readonly url: string;
  readonly key: string;
}

/** Serves `api` over HTTP on a free port until the test ends, to one key that may do everything. */
export async function served(context: TestContext, api: LedgerApi): Promise<Served> {
  const key = createBearerKey(systemRandom);
  const record = keyRecord(key, { name: 'test', scopes: SCOPES });
  if (record === undefined) throw rejection('KEY_MALFORMED', 'a new key is well-formed');
  const server = await createServer({
    host: '127.0.0.1',
    port: 0,
    behindProxy: false,
    log: silentLog,
    keys: keyRingOf([record]),
    api: { title: 'Stele', version: '1', description: 'A ledger.' },
    codes: LEDGER_CODES,
    readiness: () => ({ ready: true, parts: {} }),
    routes: (app) => addLedgerRoutes(app, { name: 'main', api }),
  });
  const { url } = await server.listen();
  context.after(() => server.close());
  return { url, key };
}

const tools = { crypto: nodeCrypto, newSigner: () => generateSigner().signer };

export async function inProcess(context: TestContext): Promise<TransportBench> {
  const { api, operator } = await realNode(context);
  return { transport: api, operator, ...tools };
}

export async function overHttp(context: TestContext): Promise<TransportBench> {
  const { api, operator } = await realNode(context);
  return { transport: httpTransport(await served(context, api)), operator, ...tools };
}

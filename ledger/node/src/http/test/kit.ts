/** A server with the ledger's routes, and keys to use it with. */

import { rejection } from '@stele/base';
import type { TestContext } from 'node:test';
import { createBearerKey, createServer, keyRecord, keyRingOf } from '@stele/server';
import type { KeyRecord, Scope, Server } from '@stele/server';
import type { LedgerApi } from '@stele/protocol';
import { LEDGER_CODES } from '../catalogue.ts';
import { addLedgerRoutes } from '../routes.ts';
import { describedAnswers } from './described-answers.ts';
import type { Ask } from './described-answers.ts';

const nothing = (): void => undefined;
const log = { debug: nothing, info: nothing, warn: nothing, error: nothing };
const random = { bytes: (count: number) => crypto.getRandomValues(new Uint8Array(count)) };

function newKey(name: string, scopes: readonly Scope[]): { key: string; record: KeyRecord } {
  const key = createBearerKey(random);
  const record = keyRecord(key, { name, scopes });
  if (record === undefined) throw rejection('KEY_MALFORMED', 'a new key is well-formed');
  return { key, record };
}

export interface LedgerServer {
  readonly server: Server;
  /** Asks and checks the answer against the server's description. */
  readonly ask: Ask;
  /** A key that may submit, and one that may do nothing but be known. */
  readonly submitKey: string;
  readonly plainKey: string;
  /** Headers of a request with the key that may submit. */
  readonly submitter: { readonly authorization: string };
}

/** A server of `api` until the test ends; it listens only when told to. */
export async function ledgerServer(context: TestContext, api: LedgerApi): Promise<LedgerServer> {
  const submit = newKey('submitter', ['ledger:submit']);
  const plain = newKey('plain', []);
  const server = await createServer({
    host: '127.0.0.1',
    port: 0,
    behindProxy: false,
    log,
    keys: keyRingOf([submit.record, plain.record]),
    api: { title: 'Stele', version: '1', description: 'A ledger.' },
    codes: LEDGER_CODES,
    readiness: () => ({ ready: true, parts: {} }),
    routes: (app) => addLedgerRoutes(app, { name: 'main', api }),
  });
  context.after(() => server.close());
  return {
    server,
    ask: await describedAnswers(server.app),
    submitKey: submit.key,
    plainKey: plain.key,
    submitter: { authorization: `Bearer ${submit.key}` },
  };
}

/** The API's own description, as a server of this code gives it, without its words and without the answers of errors. */

import { createServer, keyRingOf } from '@stele/server';
import { type Description, promisesOf } from '@stele/server/test';
import { LEDGER_CODES } from '../catalogue.ts';
import { addLedgerRoutes } from '../routes.ts';
import { stubLedger } from './stub-ledger.ts';

const nothing = (): void => undefined;

export async function describedApi(): Promise<Description> {
  const server = await createServer({
    host: '127.0.0.1',
    port: 0,
    behindProxy: false,
    log: { debug: nothing, info: nothing, warn: nothing, error: nothing },
    keys: keyRingOf([]),
    api: { title: 'Stele', version: '1', description: '' },
    codes: LEDGER_CODES,
    readiness: () => ({ ready: true, parts: {} }),
    routes: (app) => addLedgerRoutes(app, { name: 'main', api: stubLedger() }),
  });
  try {
    return promisesOf((await server.app.inject('/openapi.json')).json<Description>());
  } finally {
    await server.close();
  }
}

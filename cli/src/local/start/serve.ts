/** The HTTP server of a node in this process: its routes, who may use them, and whether it is ready. */

import type { Log } from '@stele/base';
import { addLedgerRoutes, LEDGER_CODES, type LedgerNode } from '@stele/node';
import {
  createServer,
  type Exposure,
  keyRecord,
  keyRingOf,
  type Readiness,
  SCOPES,
} from '@stele/server';

import { version } from '../../version.ts';

export interface ServeOptions {
  readonly exposure: Exposure;
  /** 0 takes a free one. */
  readonly port: number;
  readonly log: Log;
  /** The bearer key that may do everything. */
  readonly adminKey: string;
}

export interface Serving {
  readonly address: string;
  /** Finishes requests under way. The node stays open. */
  close(): Promise<void>;
}

/** Fails with PORT_BUSY, PORT_FORBIDDEN, HOST_UNAVAILABLE, HOST_WITHOUT_TLS. */
export async function serveLedger(
  node: LedgerNode,
  { exposure, port, log, adminKey }: ServeOptions,
): Promise<Serving> {
  const admin = keyRecord(adminKey, { name: 'admin', scopes: SCOPES });
  const server = await createServer({
    ...exposure,
    port,
    log,
    keys: keyRingOf(admin === undefined ? [] : [admin]),
    api: { title: 'Stele', version: version(), description: 'A ledger and the evidence on it.' },
    codes: LEDGER_CODES,
    readiness: () => readinessOf(node),
    routes: (app) => addLedgerRoutes(app, { name: 'main', api: node.api }),
  });
  try {
    const { url } = await server.listen();
    return { address: url, close: () => server.close() };
  } catch (error) {
    await server.close();
    throw error;
  }
}

function readinessOf({ refusal }: LedgerNode): Readiness {
  if (refusal === undefined) return { ready: true, parts: { chain: 'commits' } };
  return { ready: false, parts: { chain: refusal.code } };
}

/** The HTTP server of this process: the routes of ledger and service, who may use them, and whether they are ready. */

import type { Log } from '@stele/base';
import { EVIDENCE_CODES } from '@stele/evidence';
import { addLedgerRoutes, LEDGER_CODES } from '@stele/node';
import { type People, PEOPLE_CODES } from '@stele/people';
import {
  type Catalogue,
  createServer,
  type Exposure,
  joinCatalogues,
  keyRecord,
  type KeyRing,
  type Readiness,
  SCOPES,
  type Server,
} from '@stele/server';

import { version } from '../../version.ts';
import { CHAIN_NAME, type RunningEvidence } from './evidence.ts';
import { addPages } from './pages.ts';
import { type Measured, serviceMetrics } from './service-metrics.ts';
import { addStatusRoute } from './status/status-route.ts';

export interface ServeOptions {
  readonly exposure: Exposure;
  /** 0 takes a free one. */
  readonly port: number;
  readonly log: Log;
  /** The bearer key that may do everything. */
  readonly adminKey: string;
  /** Where others reach this server; undefined: where it listens. */
  readonly publicUrl?: string | undefined;
}

export interface Parts extends Measured {
  /** Who signs in with a browser; undefined: keys only. */
  readonly people?: People | undefined;
  /** The data folder, of whose sizes and limits the status tells; undefined: there is none to ask. */
  readonly folder?: string | undefined;
  /** The folder with the built pages; undefined: a server without pages. */
  readonly pages?: string | undefined;
}

export interface Serving {
  readonly address: string;
  readonly server: Server;
  /** Finishes requests under way. What it serves stays open. */
  close(): Promise<void>;
}

/** Fails with PORT_BUSY, PORT_FORBIDDEN, HOST_UNAVAILABLE, HOST_WITHOUT_TLS. */
export async function serve(
  { node, evidence, people, pages, folder }: Parts,
  { exposure, port, log, adminKey, publicUrl }: ServeOptions,
): Promise<Serving> {
  let certificate = exposure.tls?.certificate;
  const server = await createServer({
    ...exposure,
    port,
    log,
    keys: keyRing(adminKey, evidence),
    ...(people && { sessions: people.sessions }),
    publicUrl,
    api: { title: 'Stele', version: version(), description: 'A ledger and the evidence on it.' },
    codes: codesOf({ evidence, people }),
    readiness: () => readinessOf({ node, evidence }),
    metrics: serviceMetrics({ node, evidence }),
    routes: async (app) => {
      await addLedgerRoutes(app, { name: CHAIN_NAME, api: node.api });
      await evidence?.service.routes(app);
      people?.routes(app, { ...exposure, publicUrl });
      if (folder !== undefined) {
        addStatusRoute(app, { node, evidence, folder, certificate: () => certificate });
      }
      addPages(app, pages);
    },
  });
  try {
    const { url } = await server.listen();
    const renewTls: Server['renewTls'] = (tls) => {
      ({ certificate } = tls);
      server.renewTls(tls);
    };
    return { address: url, server: { ...server, renewTls }, close: () => server.close() };
  } catch (error) {
    await server.close();
    throw error;
  }
}

function codesOf({ evidence, people }: Pick<Parts, 'evidence' | 'people'>): Catalogue {
  const service = evidence === undefined ? {} : EVIDENCE_CODES;
  const signIn = people === undefined ? {} : PEOPLE_CODES;
  return joinCatalogues(joinCatalogues(LEDGER_CODES, service), signIn);
}

/** The operator's first key, and those of customers. */
function keyRing(adminKey: string, evidence: RunningEvidence | undefined): KeyRing {
  const admin = keyRecord(adminKey, { name: 'admin', scopes: SCOPES });
  return {
    find: (id) => (id === admin?.id ? admin : evidence?.service.keys.find(id)),
  };
}

/** Search may lag or be away: what is recorded and proven does not need it. */
function readinessOf({ node, evidence }: Parts): Readiness {
  const { refusal } = node;
  const parts = {
    chain: refusal === undefined ? 'commits' : refusal.code,
    ...(evidence && { projection: projectionOf(evidence) }),
    ...timestampsOf(evidence),
  };
  return { ready: refusal === undefined, parts };
}

function projectionOf({ service: { projection } }: RunningEvidence): string {
  if (projection === undefined) return 'off';
  const { status, reason, behindEntries } = projection.lag();
  if (reason !== undefined) return `${status}: ${reason}`;
  return behindEntries === 0 ? status : `${status}, ${String(behindEntries)} entries behind`;
}

function timestampsOf(evidence: RunningEvidence | undefined): Readonly<Record<string, string>> {
  const states = evidence?.service.stamping.state() ?? [];
  return Object.fromEntries(
    states.map(({ name, status, lastFailure }) => [
      `timestamps-${name}`,
      status === 'failing' ? (lastFailure?.code ?? status) : status,
    ]),
  );
}

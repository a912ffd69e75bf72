/** GET /v1/status: how this server is, for the people who run it: chain, storage, what follows the chain, certificate, limits. */

import { X509Certificate } from 'node:crypto';

import { floorBytes, type LedgerNode, SPACE_FLOORS, systemClock } from '@stele/node';
import type { FastifyInstance } from 'fastify';

import { spaceOf } from '../../../status/storage.ts';
import { version } from '../../../version.ts';
import type { RunningEvidence } from '../evidence.ts';
import { type FolderSizes, folderSizes } from './folder-sizes.ts';
import { LIMITS } from './limits.ts';
import { StatusSchema, type StatusView } from './status-schema.ts';

export interface StatusSources {
  readonly node: LedgerNode;
  readonly evidence: RunningEvidence | undefined;
  readonly folder: string;
  /** PEM of the certificate in use; undefined without TLS. */
  readonly certificate: () => string | undefined;
}

export function addStatusRoute(app: FastifyInstance, sources: StatusSources): void {
  const sizes = folderSizes(sources.folder, systemClock);
  const startedAt = timeText(systemClock.nowMs());
  app.get(
    '/v1/status',
    {
      config: { access: { kind: 'key' }, codes: ['NODE_FAILED', 'NODE_STOPPED', 'NODE_STOPPING'] },
      schema: {
        operationId: 'getStatus',
        summary: 'How this server is: chain, storage, search, certificate, limits',
        tags: ['health'],
        response: { 200: StatusSchema },
      },
    },
    async (): Promise<StatusView> => ({
      version: version(),
      startedAt,
      chain: await chainStatus(sources),
      storage: await storageStatus(sources, await sizes()),
      ...projectionStatus(sources),
      timestamps: timestampStatus(sources),
      ...tlsStatus(sources),
      limits: LIMITS.map((one) => ({ ...one, meaning: { ...one.meaning } })),
    }),
  );
}

async function chainStatus({ node }: StatusSources): Promise<StatusView['chain']> {
  const { name, id: fingerprint, height, logSize } = await node.api.chain();
  const { refusal } = node;
  const why = refusal && { refusal: { code: refusal.code, detail: refusal.message } };
  return { name, fingerprint, height, logSize, writable: refusal === undefined, ...why };
}

async function storageStatus(
  { node, folder }: StatusSources,
  { parts, isWhole, measuredAtMs }: FolderSizes,
): Promise<StatusView['storage']> {
  const nothing = { freeBytes: 0, totalBytes: 0 };
  const { freeBytes, totalBytes } = node.space ?? (await spaceOf(folder)) ?? nothing;
  return {
    parts: parts.map((part) => ({ ...part })),
    isWhole,
    measuredAt: timeText(measuredAtMs),
    freeBytes,
    totalBytes,
    warnAtBytes: floorBytes(SPACE_FLOORS.warn, totalBytes),
    refuseAtBytes: floorBytes(SPACE_FLOORS.refuse, totalBytes),
    state: node.space?.level ?? 'ok',
  };
}

function projectionStatus({ evidence }: StatusSources): Pick<StatusView, 'projection'> {
  const lag = evidence?.service.projection?.lag();
  if (lag === undefined) return {};
  const { status, reason, behindEntries } = lag;
  return { projection: { status, behindEntries, ...(reason !== undefined && { reason }) } };
}

function timestampStatus({ evidence }: StatusSources): StatusView['timestamps'] {
  const states = evidence?.service.stamping.state() ?? [];
  return states.map(({ name, status, lagMs }) => ({ name, status, lagMs }));
}

function tlsStatus({ certificate }: StatusSources): Pick<StatusView, 'tls'> {
  const pem = certificate();
  if (pem === undefined) return {};
  return { tls: { notAfter: timeText(new X509Certificate(pem).validToDate.getTime()) } };
}

function timeText(ms: number): string {
  return new Date(ms).toISOString();
}

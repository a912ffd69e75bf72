/** What the ledger and the service add to /metrics, read when it is asked for. */

import type { LedgerNode } from '@stele/node';
import { createMetrics, Gauge, type Metrics } from '@stele/server';

import type { RunningEvidence } from './evidence.ts';

export interface Measured {
  readonly node: LedgerNode;
  /** Undefined: the ledger alone. */
  readonly evidence: RunningEvidence | undefined;
}

export function serviceMetrics({ node, evidence }: Measured): Metrics {
  const metrics = createMetrics();
  const registers = [metrics.registry];
  const gauge = (name: string, help: string, read: () => number | Promise<number>): void => {
    new Gauge({
      name,
      help,
      registers,
      async collect() {
        this.set(await read());
      },
    });
  };
  gauge('stele_chain_writable', '1 while transactions are taken.', () =>
    node.refusal === undefined ? 1 : 0,
  );
  gauge('stele_chain_height', 'Height of the newest block.', async () => {
    const { height } = await node.api.chain();
    return height;
  });
  gauge('stele_log_entries', 'Entries of the log.', async () => {
    const { logSize } = await node.api.chain();
    return logSize;
  });
  gauge(
    'stele_disk_free_bytes',
    'Free on the disk of the data folder.',
    () => node.space?.freeBytes ?? NaN,
  );
  if (evidence !== undefined) addEvidence(metrics, evidence, gauge);
  return metrics;
}

type AddGauge = (name: string, help: string, read: () => number | Promise<number>) => void;

function addEvidence(
  { registry }: Metrics,
  { service: { projection, stamping } }: RunningEvidence,
  gauge: AddGauge,
): void {
  if (projection !== undefined) {
    gauge('stele_projection_following', '1 while search follows the log.', () =>
      projection.lag().status === 'following' ? 1 : 0,
    );
    gauge(
      'stele_projection_behind_entries',
      'Entries that search does not know yet.',
      () => projection.lag().behindEntries,
    );
  }
  new Gauge({
    name: 'stele_timestamp_lag_seconds',
    help: 'How long the oldest unstamped checkpoint has waited, by time authority.',
    labelNames: ['authority'] as const,
    registers: [registry],
    collect() {
      for (const { name, lagMs } of stamping.state()) this.set({ authority: name }, lagMs / 1_000);
    },
  });
}

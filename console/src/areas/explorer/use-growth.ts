/** The log compared with what this browser saw of it before; what is seen now is kept when it is an extension of that. */

import { useQuery, useQueryClient, type UseQueryResult } from '@tanstack/react-query';

import type { ChainView } from '@stele/protocol';

import { browserStorage } from '../../ui/browser-storage.ts';
import { type Growth, judgeGrowth, type LogState, shouldKeep } from './growth/log-growth.ts';
import { keepSeenLog, readSeenLog, type SeenLog } from './growth/seen-log.ts';
import type { SignedLog } from './growth/signed-log.ts';
import { logHash, readTile, signedLog } from './queries.ts';

/** Every size of the log is a question of its own. */
const KEPT_MS = 30_000;

export interface GrowthFinding {
  readonly growth: Growth;
  /** What was kept here before this look. */
  readonly seen: SeenLog | undefined;
  /** What was kept here when the reader came. */
  readonly since: SeenLog | undefined;
  readonly log: SignedLog;
  readonly now: LogState;
  /** False when the browser keeps nothing. */
  readonly isKept: boolean;
}

const KEY = 'log-growth';
/** Every look is compared with the one before it; the reader is told what came since the first of this visit. */
const SINCE_KEY = ['log-growth-since'] as const;

/** Asked again whenever the log has another size. */
export function useGrowth(chain: ChainView | undefined): UseQueryResult<GrowthFinding> {
  const client = useQueryClient();
  return useQuery({
    queryKey: [KEY, chain?.id, chain?.logSize],
    queryFn: async ({ signal }) => {
      const finding = await look(chain?.id ?? '', signal);
      const since = client.getQueryData<SeenLog>(SINCE_KEY) ?? finding.seen;
      client.setQueryData(SINCE_KEY, since ?? { ...finding.now, seenAt: new Date().toISOString() });
      return { ...finding, since };
    },
    enabled: chain !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: KEPT_MS,
    placeholderData: (previous) => previous,
  });
}

async function look(
  fingerprint: string,
  signal: AbortSignal,
): Promise<Omit<GrowthFinding, 'since'>> {
  const log = await signedLog(signal);
  const { origin, size, root } = log;
  const now: LogState = { fingerprint, origin, size, root };
  const seen = readSeenLog(browserStorage());
  const growth = await judgeGrowth({ seen, now, hash: logHash, readTile });
  const isSigned = log.signedBy !== undefined;
  const isKept = !(isSigned && shouldKeep(growth)) || keep(now);
  return { growth, seen, log, now, isKept };
}

function keep(now: LogState): boolean {
  return keepSeenLog(browserStorage(), { ...now, seenAt: new Date().toISOString() });
}

/** The reader has understood the alarm: later visits are compared with the log as it is now. */
export function useAcceptLog(): (now: LogState) => void {
  const client = useQueryClient();
  return (now) => {
    keep(now);
    client.removeQueries({ queryKey: SINCE_KEY });
    void client.invalidateQueries({ queryKey: [KEY] });
  };
}

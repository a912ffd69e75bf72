/** Over every page of the explorer: what stands below is worth nothing when the log was changed, so that is said first. */

import type { ReactNode } from 'react';
import { Link } from 'wouter';

import { useText } from '../../../text/context.tsx';
import { Banner } from '../../../ui/Banner.tsx';
import { isAlarm } from '../growth/log-growth.ts';
import { useChain } from '../queries.ts';
import { useGrowth } from '../use-growth.ts';

export function GrowthAlarm(): ReactNode {
  const text = useText();
  const { data: chain } = useChain();
  const { data: finding } = useGrowth(chain);
  if (finding === undefined) return null;
  if (finding.log.signedBy !== undefined && !isAlarm(finding.growth)) return null;
  return (
    <Banner tone="failed">
      {text('explorer.growthAlarm')}{' '}
      <Link href="/explorer/log">{text('explorer.growthAlarmMore')}</Link>
    </Banner>
  );
}

/** That the same content was on record before: the earlier record is the one that counts, and nobody need make a third. */

import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'wouter';

import { request } from '../../../api/request.ts';
import { useText } from '../../../text/context.tsx';
import { Banner } from '../../../ui/Banner.tsx';
import { TimeText } from '../../../ui/TimeText.tsx';
import type { EvidenceRecord, RecordPage } from '../../records/record.ts';

/** More of the same file are as good as these: the ledger gives the newest first. */
const LOOKED_AT = 100;

export function EarlierRecord({ record }: { readonly record: EvidenceRecord }): ReactNode {
  const text = useText();
  const [digest] = Object.entries(record.digests).map(([name, value]) => `${name}:${value}`);
  const { data } = useQuery({
    queryKey: ['records', 'earlier', record.id],
    queryFn: ({ signal }) =>
      request<RecordPage>('/v1/evidence', { query: { digest, limit: LOOKED_AT }, signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const earliest = data?.items.findLast(({ id }) => id !== record.id);
  if (earliest === undefined || earliest.committedAt >= record.committedAt) return null;
  return (
    <Banner tone="attention">
      {text('start.earlier')} <TimeText at={earliest.committedAt} />{' '}
      <Link href={`/records/${earliest.id}`}>{text('start.earlierOpen')}</Link>
    </Banner>
  );
}

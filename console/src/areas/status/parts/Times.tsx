/** What has to do with time: authorities that stamp, the certificate that ends, spans for people. */

import type { ReactNode } from 'react';

import { visibleText } from '../../../proof/visible-text.ts';
import { useText } from '../../../text/context.tsx';
import { Tag } from '../../../ui/Banner.tsx';
import { DataTable } from '../../../ui/DataTable.tsx';
import { Facts } from '../../../ui/Facts.tsx';
import { Section } from '../../../ui/Page.tsx';
import { TimeText } from '../../../ui/TimeText.tsx';
import {
  daysUntil,
  spanOf,
  type StampingView,
  type StatusView,
  toneOfExpiry,
  toneOfWord,
} from '../readings.ts';

export function Span({ ms }: { readonly ms: number }): ReactNode {
  const text = useText();
  return spanOf(ms)
    .map(([unit, count]) => text(`status.${unit}`, { count }))
    .join(' ');
}

export function Timestamps({
  timestamps,
}: {
  readonly timestamps: readonly StampingView[];
}): ReactNode {
  const text = useText();
  return (
    <Section title={text('status.timestamps')}>
      {timestamps.length === 0 ? (
        <p>{text('status.noTimestamps')}</p>
      ) : (
        <DataTable
          label={text('status.timestamps')}
          rows={timestamps}
          keyOf={({ name }) => name}
          columns={[
            {
              id: 'name',
              title: text('status.authority'),
              cell: ({ name }) => visibleText(name),
            },
            {
              id: 'state',
              title: text('status.state'),
              cell: ({ status }) => <Tag tone={toneOfWord(status)}>{status}</Tag>,
            },
            {
              id: 'lag',
              title: text('status.lag'),
              cell: ({ lagMs }) => (lagMs < 1_000 ? text('ui.none') : <Span ms={lagMs} />),
            },
          ]}
        />
      )}
    </Section>
  );
}

export interface TlsProps {
  readonly tls: StatusView['tls'];
  readonly nowMs: number;
}

export function Tls({ tls, nowMs }: TlsProps): ReactNode {
  const text = useText();
  if (tls === undefined) {
    return (
      <Section title={text('status.tls')}>
        <p>{text('status.noTls')}</p>
      </Section>
    );
  }
  const days = daysUntil(tls.notAfter, nowMs);
  return (
    <Section title={text('status.tls')}>
      <Facts
        items={[
          [
            text('status.expires'),
            <span key="expires">
              <TimeText at={tls.notAfter} />{' '}
              <Tag tone={toneOfExpiry(days)}>
                {days < 0 ? text('status.expired') : text('status.expiresIn', { count: days })}
              </Tag>
            </span>,
          ],
        ]}
      />
    </Section>
  );
}

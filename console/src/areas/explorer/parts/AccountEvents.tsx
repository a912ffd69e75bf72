/** What happened in the name of an account, newest first. */

import type { ReactNode } from 'react';

import type { CloudEvent } from '@stele/protocol';

import { useText } from '../../../text/context.tsx';
import { Button } from '../../../ui/Button.tsx';
import { DataTable } from '../../../ui/DataTable.tsx';
import { Section } from '../../../ui/Page.tsx';
import { Empty, Failed, Loading } from '../../../ui/States.tsx';
import { TimeText } from '../../../ui/TimeText.tsx';
import { CallDrawer } from '../../../ui/CallDrawer.tsx';
import { CHAIN, type EventWindow, useAccountEvents, useBlock } from '../queries.ts';
import styles from './AccountEvents.module.css';
import { useEffectColumns } from './Effects.tsx';
import { TransactionLink } from '../../../ui/ChainLinks.tsx';

const PORTION = 25;

export function AccountEvents({ account }: { readonly account: string }): ReactNode {
  const text = useText();
  const { data: latest } = useBlock('latest');
  const end = latest === undefined ? undefined : latest.firstEffect + latest.effectCount;
  const events = useAccountEvents(account, end);
  const { data, error, isPending } = events;
  return (
    <Section
      title={text('explorer.events')}
      actions={
        <CallDrawer
          call={{ method: 'GET', path: `${CHAIN}/events`, query: { account }, isOpen: true }}
        />
      }
    >
      {isPending && <Loading rows={5} />}
      {error !== null && <Failed error={error} onRetry={() => void events.refetch()} />}
      {data !== undefined && <Found windows={data.pages} />}
      {events.hasNextPage && (
        <p className={styles['more']}>
          <span>{text('explorer.lookedAt', { from: String(data?.pages.at(-1)?.from ?? 0) })}</span>
          <Button disabled={events.isFetching} onClick={() => void events.fetchNextPage()}>
            {text('explorer.earlier')}
          </Button>
        </p>
      )}
    </Section>
  );
}

function Found({ windows }: { readonly windows: readonly EventWindow[] }): ReactNode {
  const text = useText();
  const events = windows.flatMap(({ items }) => items);
  if (events.length > 0) return <EventTable events={events} />;
  const isAll = windows.at(-1)?.from === 0;
  return isAll && <Empty sentence={text('explorer.noEvents')} />;
}

function EventTable({ events }: { readonly events: readonly CloudEvent[] }): ReactNode {
  const text = useText();
  const [, ...columns] = useEffectColumns();
  return (
    <DataTable
      label={text('explorer.events')}
      rows={events}
      keyOf={({ id }) => id}
      portion={PORTION}
      columns={[
        { id: 'time', title: text('explorer.time'), cell: ({ time }) => <TimeText at={time} /> },
        {
          id: 'transaction',
          title: text('explorer.transaction'),
          cell: ({ subject }) =>
            subject === undefined ? text('explorer.genesis') : <TransactionLink id={subject} />,
        },
        ...columns.map(({ id, title, cell }) => ({
          id,
          title,
          cell: ({ data }: CloudEvent): ReactNode => cell(data),
        })),
      ]}
    />
  );
}

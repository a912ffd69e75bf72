/** How this server is, for the people who run it: first in a sentence, then part by part. */

import type { ReactNode } from 'react';

import { problemOf } from '../../api/api-error.ts';
import { useText } from '../../text/context.tsx';
import { Banner, Tag } from '../../ui/Banner.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { HashText } from '../../ui/HashText.tsx';
import { Facts } from '../../ui/Facts.tsx';
import { Page, Section } from '../../ui/Page.tsx';
import { Answered, Loading, ProblemText } from '../../ui/States.tsx';
import { TimeText } from '../../ui/TimeText.tsx';
import { Limits } from './parts/Limits.tsx';
import { Projection } from './parts/Projection.tsx';
import { Storage } from './parts/Storage.tsx';
import { Span, Timestamps, Tls } from './parts/Times.tsx';
import { useReadiness, useStatus } from './queries.ts';
import { type StatusView, summaryOf, toneOfWord } from './readings.ts';

export function StatusPage(): ReactNode {
  const text = useText();
  const status = useStatus();
  return (
    <Page
      title={text('nav.status')}
      lead={text('status.lead')}
      call={{ method: 'GET', path: '/v1/status', command: 'status' }}
    >
      {status.data !== undefined && !status.isError && (
        <Summary status={status.data} nowMs={status.dataUpdatedAt} />
      )}
      {status.data !== undefined && status.isError && (
        <Banner tone="attention">
          {text('status.summary.old')}{' '}
          <TimeText at={new Date(status.dataUpdatedAt).toISOString()} />
        </Banner>
      )}
      <Answered of={status} rows={6}>
        {(data) => <Parts status={data} nowMs={status.dataUpdatedAt} />}
      </Answered>
      <ReadinessParts />
      {status.data !== undefined && <Limits limits={status.data.limits} />}
    </Page>
  );
}

interface StatusProps {
  readonly status: StatusView;
  /** When it was asked. */
  readonly nowMs: number;
}

const TONES = { well: 'ok', attention: 'attention', refusing: 'failed' } as const;

function Summary({ status, nowMs }: StatusProps): ReactNode {
  const text = useText();
  const summary = summaryOf(status, nowMs);
  const code = status.chain.refusal?.code ?? '';
  return <Banner tone={TONES[summary]}>{text(`status.summary.${summary}`, { code })}</Banner>;
}

function Parts({ status, nowMs }: StatusProps): ReactNode {
  return (
    <>
      <Storage storage={status.storage} />
      <Chain chain={status.chain} />
      <Projection projection={status.projection} />
      <Timestamps timestamps={status.timestamps} />
      <Tls tls={status.tls} nowMs={nowMs} />
      <Server status={status} nowMs={nowMs} />
    </>
  );
}

function Chain({ chain }: { readonly chain: StatusView['chain'] }): ReactNode {
  const text = useText();
  const { writable, refusal, fingerprint, height, logSize } = chain;
  return (
    <Section title={text('status.chain')}>
      <Facts
        items={[
          [
            text('status.writable'),
            <Tag key="writable" tone={writable ? 'ok' : 'failed'}>
              {writable ? text('status.well') : (refusal?.code ?? text('status.trouble'))}
            </Tag>,
          ],
          ...(refusal === undefined ? [] : [[text('status.why'), refusal.detail] as const]),
          [
            text('status.fingerprint'),
            <HashText key="fingerprint" value={fingerprint} what={text('status.fingerprint')} />,
          ],
          [text('status.height'), height.toLocaleString()],
          [text('status.logSize'), text('status.entries', { count: logSize })],
        ]}
      />
    </Section>
  );
}

function Server({ status: { version, startedAt }, nowMs }: StatusProps): ReactNode {
  const text = useText();
  return (
    <Section title={text('status.server')}>
      <Facts
        items={[
          [text('status.version'), version],
          [text('status.startedAt'), <TimeText key="started" at={startedAt} />],
          [text('status.running'), <Span key="running" ms={nowMs - Date.parse(startedAt)} />],
          [text('status.renewed'), <TimeText key="now" at={new Date(nowMs).toISOString()} />],
        ]}
      />
    </Section>
  );
}

/** Open to everybody, so that it is there when signing in is what does not work. */
function ReadinessParts(): ReactNode {
  const text = useText();
  const { data, error, isPending } = useReadiness();
  return (
    <Section title={text('status.parts')}>
      {isPending && <Loading rows={2} />}
      {error !== null && (
        <div role="alert">
          <ProblemText problem={problemOf(error)} />
        </div>
      )}
      {data !== undefined && error === null && (
        <DataTable
          label={text('status.parts')}
          rows={Object.entries(data.parts)}
          keyOf={([name]) => name}
          columns={[
            { id: 'name', title: text('status.part'), cell: ([name]) => <code>{name}</code> },
            {
              id: 'state',
              title: text('status.state'),
              cell: ([, word]) => <Tag tone={toneOfWord(word)}>{word}</Tag>,
            },
          ]}
        />
      )}
    </Section>
  );
}

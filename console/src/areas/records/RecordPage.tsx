/** One record: what it says, where it stands, what proves it, and what can be done about it. */

import type { ReactNode } from 'react';
import { Link, useParams } from 'wouter';

import { visibleText } from '../../proof/visible-text.ts';
import { useText } from '../../text/context.tsx';
import { Banner } from '../../ui/Banner.tsx';
import { LinkButton } from '../../ui/LinkButton.tsx';
import { Page } from '../../ui/Page.tsx';
import { Answered, Empty } from '../../ui/States.tsx';
import { CorrectSection } from './parts/CorrectSection.tsx';
import { Gate } from '../../ui/Gate.tsx';
import { ProofSection } from './parts/ProofSection.tsx';
import { PlaceSection, RecordFactsSection, RecordLink } from './parts/RecordFactsSection.tsx';
import { useRecord } from './queries.ts';
import { recordPath } from './receipts.ts';
import { type EvidenceRecord, RECORD_ID, titleOf } from './record.ts';

export function RecordPage(): ReactNode {
  const text = useText();
  const { id = '' } = useParams();
  if (RECORD_ID.test(id)) {
    return (
      <Gate scope="evidence:read" title={id}>
        <KnownId key={id} id={id} />
      </Gate>
    );
  }
  return (
    <Page title={text('records.unknownId')}>
      <Empty
        sentence={text('records.fault.id')}
        action={<Link href="/records">{text('records.back')}</Link>}
      />
    </Page>
  );
}

function KnownId({ id }: { readonly id: string }): ReactNode {
  const text = useText();
  const found = useRecord(id);
  const record = found.data?.status === 'committed' ? found.data : undefined;
  const title = record && titleOf(record);
  return (
    <Page
      title={title === undefined ? id : visibleText(title)}
      actions={
        <LinkButton href="/records" look="quiet">
          {text('records.back')}
        </LinkButton>
      }
      call={{ method: 'GET', path: recordPath(id), command: `evidence show ${id}` }}
    >
      <Answered of={found} rows={6}>
        {(data) =>
          data.status === 'committed' ? (
            <Committed record={data} />
          ) : (
            <Banner tone="attention">{text('records.underWay')}</Banner>
          )
        }
      </Answered>
    </Page>
  );
}

function Committed({ record }: { readonly record: EvidenceRecord }): ReactNode {
  const text = useText();
  return (
    <>
      {record.supersededBy !== undefined && (
        <Banner tone="attention">
          {text('records.isSuperseded')} <RecordLink id={record.supersededBy} />
        </Banner>
      )}
      <RecordFactsSection record={record} />
      <ProofSection record={record} />
      <PlaceSection record={record} />
      <CorrectSection record={record} />
    </>
  );
}

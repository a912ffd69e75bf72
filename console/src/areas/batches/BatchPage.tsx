/** One batch: where it stands, its records, and all its receipts. */

import type { ReactNode } from 'react';
import { Link, useParams } from 'wouter';

import { useText } from '../../text/context.tsx';
import { Banner } from '../../ui/Banner.tsx';
import { Button } from '../../ui/Button.tsx';
import { LinkButton } from '../../ui/LinkButton.tsx';
import { BlockLink, TransactionLink } from '../../ui/ChainLinks.tsx';
import { CallDrawer } from '../../ui/CallDrawer.tsx';
import { HashText } from '../../ui/HashText.tsx';
import { Facts } from '../../ui/Facts.tsx';
import { Page, Section } from '../../ui/Page.tsx';
import { Answered, Empty, Failed, Loading } from '../../ui/States.tsx';
import { TimeText } from '../../ui/TimeText.tsx';
import { DownloadButton } from '../../ui/DownloadButton.tsx';
import { Gate } from '../../ui/Gate.tsx';
import { RecordTable } from '../records/parts/RecordTable.tsx';
import styles from '../records/RecordsPage.module.css';
import { type Batch, BATCH_ID, batchPath, useBatch, useBatchItems } from './queries.ts';
import { receiptsBlob, receiptsZip } from './receipts-zip.ts';
import sources from './parts/Sources.module.css';

export function BatchPage(): ReactNode {
  const text = useText();
  const { id = '' } = useParams();
  if (!BATCH_ID.test(id)) {
    return (
      <Page title={text('batches.unknownId')}>
        <Empty
          sentence={text('batches.unknownIdHelp')}
          action={<Link href="/batches">{text('batches.back')}</Link>}
        />
      </Page>
    );
  }
  return (
    <Page
      title={text('batches.batch')}
      lead={id}
      actions={
        <LinkButton href="/batches" look="quiet">
          {text('batches.back')}
        </LinkButton>
      }
      call={{ method: 'GET', path: batchPath(id) }}
    >
      <Gate scope="evidence:read">
        <KnownId key={id} id={id} />
      </Gate>
    </Page>
  );
}

function KnownId({ id }: { readonly id: string }): ReactNode {
  const text = useText();
  const batch = useBatch(id);
  return (
    <Answered of={batch} rows={6}>
      {(data) =>
        'status' in data ? (
          <Banner tone="attention">{text('records.underWay')}</Banner>
        ) : (
          <Committed batch={data} />
        )
      }
    </Answered>
  );
}

function Committed({ batch }: { readonly batch: Batch }): ReactNode {
  const text = useText();
  const { id, count, committedAt, height, transaction, root } = batch;
  return (
    <>
      <Section title={text('records.place')}>
        <Facts
          items={[
            [text('batches.count'), count],
            [text('records.time'), <TimeText key="time" at={committedAt} exact />],
            [text('records.block'), <BlockLink key="block" height={height} />],
            [
              text('records.transaction'),
              <TransactionLink key="transaction" id={transaction} copyable />,
            ],
            [
              text('batches.root'),
              <HashText key="root" value={root} what={text('batches.root')} />,
            ],
          ]}
        />
      </Section>
      <Receipts id={id} />
      <Items id={id} />
    </>
  );
}

function Receipts({ id }: { readonly id: string }): ReactNode {
  const text = useText();
  return (
    <Section
      title={text('batches.receipts')}
      actions={
        <CallDrawer
          call={{
            method: 'GET',
            path: `${batchPath(id)}/receipts`,
            output: `${id}.receipts.ndjson`,
          }}
        />
      }
    >
      <p className={sources['help']}>{text('batches.receiptsHelp')}</p>
      <div className={styles['foot']}>
        <div className={sources['buttons']}>
          <DownloadButton
            label={text('batches.zip')}
            fileName={`${id}.receipts.zip`}
            fetchFile={() => receiptsZip(id)}
          />
          <DownloadButton
            label={text('batches.ndjson')}
            fileName={`${id}.receipts.ndjson`}
            fetchFile={() => receiptsBlob(id)}
          />
        </div>
      </div>
    </Section>
  );
}

function Items({ id }: { readonly id: string }): ReactNode {
  const text = useText();
  const items = useBatchItems(id);
  const records = items.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Section title={text('batches.items')}>
      {items.isPending && <Loading rows={6} />}
      {records.length > 0 && <RecordTable records={records} />}
      {items.isError && (
        <Failed
          error={items.error}
          onRetry={() => void (items.data === undefined ? items.refetch() : items.fetchNextPage())}
        />
      )}
      <div className={styles['foot']}>
        <span role="status">{text('records.shownCount', { count: records.length })}</span>
        {items.hasNextPage && (
          <Button disabled={items.isFetchingNextPage} onClick={() => void items.fetchNextPage()}>
            {text('records.loadMore')}
          </Button>
        )}
      </div>
    </Section>
  );
}

/** What the ledger has under a number: a block, a transaction, records of a digest. One form may be several things, so all are asked. */

import type { ReactNode } from 'react';
import { Link, useSearch } from 'wouter';

import { isCode } from '../../api/api-error.ts';
import { useText } from '../../text/context.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { HashText } from '../../ui/HashText.tsx';
import { Page, Section } from '../../ui/Page.tsx';
import { Answered, Empty, Failed, Loading } from '../../ui/States.tsx';
import { TimeText } from '../../ui/TimeText.tsx';
import { type PublicRecord, usePublicRecords, type Wanted } from '../look-up/queries.ts';
import { GrowthAlarm } from './parts/GrowthAlarm.tsx';
import { BlockLink, TransactionLink } from '../../ui/ChainLinks.tsx';
import { SearchBox } from './parts/SearchBox.tsx';
import { useBlock, useTransaction } from './queries.ts';
import { classify, type SearchTarget } from './search.ts';

export function SearchPage(): ReactNode {
  const text = useText();
  const typed = new URLSearchParams(useSearch()).get('q') ?? '';
  const target = classify(typed);
  const wanted = wantedOf(target);
  return (
    <Page
      title={text('explorer.found')}
      {...(wanted !== undefined && {
        call: { method: 'GET', path: '/v1/public/evidence', query: wanted, isOpen: true },
      })}
    >
      <GrowthAlarm />
      <SearchBox key={typed} first={typed} />
      {target.kind === 'hash' && <FoundByHash key={target.hash} hash={target.hash} />}
      {wanted !== undefined && <Records wanted={wanted} />}
      {target.kind === 'hash' && <RecordsBySm3 hash={target.hash} />}
      {wanted === undefined && target.kind !== 'hash' && (
        <Empty
          sentence={text('explorer.searchFault')}
          action={<Link href="/explorer">{text('explorer.toOverview')}</Link>}
        />
      )}
    </Page>
  );
}

function wantedOf(target: SearchTarget): Wanted | undefined {
  if (target.kind === 'record') return { id: target.id };
  if (target.kind === 'digest') return { digest: target.digest };
  if (target.kind === 'hash') return { digest: `sha-256:${target.hash}` };
  return undefined;
}

function FoundByHash({ hash }: { readonly hash: string }): ReactNode {
  const text = useText();
  const block = useBlock(hash);
  const transaction = useTransaction(hash);
  const isAsking = block.isPending || transaction.isPending;
  return (
    <Section title={text('explorer.onLedger')}>
      {isAsking && <Loading rows={2} />}
      <ul>
        {block.data !== undefined && (
          <li>
            {text('explorer.itIsBlock')} <BlockLink height={block.data.height} />
          </li>
        )}
        {transaction.data !== undefined && (
          <li>
            {text('explorer.itIsTransaction')} <TransactionLink id={hash} />
          </li>
        )}
      </ul>
      {isCode(block.error, 'BLOCK_UNKNOWN') && isCode(transaction.error, 'TRANSACTION_UNKNOWN') && (
        <p>{text('explorer.neither')}</p>
      )}
      <Trouble error={block.error} expected="BLOCK_UNKNOWN" />
      <Trouble error={transaction.error} expected="TRANSACTION_UNKNOWN" />
    </Section>
  );
}

function Trouble({
  error,
  expected,
}: {
  readonly error: unknown;
  readonly expected: string;
}): ReactNode {
  return error === null || isCode(error, expected) ? null : <Failed error={error} />;
}

function Records({ wanted }: { readonly wanted: Wanted }): ReactNode {
  const text = useText();
  const records = usePublicRecords(wanted);
  return (
    <Section title={text('explorer.records')}>
      <Answered of={records} rows={2}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty
              sentence={text('explorer.noRecords')}
              action={<Link href="/">{text('explorer.toStart')}</Link>}
            />
          ) : (
            <RecordTable records={items} />
          )
        }
      </Answered>
    </Section>
  );
}

/** The same digits may be a digest by SM3; when they are not, nothing is said. */
function RecordsBySm3({ hash }: { readonly hash: string }): ReactNode {
  const text = useText();
  const { data } = usePublicRecords({ digest: `sm3:${hash}` });
  if (data === undefined || data.items.length === 0) return null;
  return (
    <Section title={text('explorer.records')}>
      <RecordTable records={data.items} />
    </Section>
  );
}

function RecordTable({ records }: { readonly records: readonly PublicRecord[] }): ReactNode {
  const text = useText();
  return (
    <DataTable
      label={text('explorer.records')}
      rows={records}
      keyOf={({ transaction, id }) => `${transaction}${id}`}
      columns={[
        {
          id: 'id',
          title: text('explorer.part.record'),
          cell: ({ id }) => <HashText value={id} what={text('explorer.part.record')} />,
        },
        {
          id: 'time',
          title: text('explorer.committedAt'),
          cell: ({ committedAt }) => <TimeText at={committedAt} exact />,
        },
        {
          id: 'block',
          title: text('explorer.block'),
          cell: ({ block }) => <BlockLink height={block.height} />,
        },
        {
          id: 'transaction',
          title: text('explorer.transaction'),
          cell: ({ transaction }) => <TransactionLink id={transaction} />,
        },
        {
          id: 'owner',
          title: text('explorer.owner'),
          cell: ({ owner }) => owner ?? text('explorer.ownerHidden'),
        },
      ]}
    />
  );
}

/** Records: searching them, newest first, with the search in the address bar. */

import type { ReactNode } from 'react';
import { useLocation, useSearch } from 'wouter';

import { isCode, problemOf } from '../../api/api-error.ts';
import { useText } from '../../text/context.tsx';
import { Banner } from '../../ui/Banner.tsx';
import { Behind } from '../../ui/Behind.tsx';
import { Button } from '../../ui/Button.tsx';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { Page, Section } from '../../ui/Page.tsx';
import { Empty, Failed, Loading, ProblemText } from '../../ui/States.tsx';
import { Gate } from '../../ui/Gate.tsx';
import { RecordTable } from './parts/RecordTable.tsx';
import { SearchForm } from './parts/SearchForm.tsx';
import { useRecords } from './queries.ts';
import { faultsOf, isLookUp, readSearch, type RecordSearch, writeSearch } from './search-query.ts';
import styles from './RecordsPage.module.css';

const AWAY = 'SEARCH_UNAVAILABLE';

export function RecordsPage(): ReactNode {
  const text = useText();
  const search = readSearch(useSearch());
  return (
    <Page
      title={text('records.title')}
      lead={text('records.lead')}
      call={{
        method: 'GET',
        path: '/v1/evidence',
        query: { ...search, limit: 50 },
        command: 'evidence list',
      }}
    >
      <Gate scope="evidence:read">
        <Records search={search} />
      </Gate>
    </Page>
  );
}

function Records({ search }: { readonly search: RecordSearch }): ReactNode {
  const text = useText();
  const [, go] = useLocation();
  const found = useRecords(search);
  const address = writeSearch(search);
  const isAway = isCode(found.error, AWAY);
  return (
    <>
      <SearchForm
        key={address}
        search={search}
        isAway={isAway}
        onSearch={(wanted) => go(`/records${writeSearch(wanted)}`)}
      />
      {!isLookUp(search) && <Behind />}
      <Section
        title={text('records.list')}
        actions={
          address === '' ? undefined : (
            <CopyButton value={location.href} what={text('records.copyLink')} />
          )
        }
      >
        <Found search={search} found={found} />
      </Section>
    </>
  );
}

interface FoundProps {
  readonly search: RecordSearch;
  readonly found: ReturnType<typeof useRecords>;
}

function Found({ search, found }: FoundProps): ReactNode {
  const text = useText();
  if (faultsOf(search).length > 0) return <Empty sentence={text('records.refused')} />;
  if (found.data === undefined) {
    if (found.isPending) return <Loading rows={6} />;
    if (isCode(found.error, AWAY)) return <Away found={found} />;
    return <Failed error={found.error} onRetry={() => void found.refetch()} />;
  }
  const records = found.data.pages.flatMap(({ items }) => items);
  const hasNone = records.length === 0 && !found.hasNextPage;
  if (hasNone) return <None isFiltered={writeSearch(search) !== ''} />;
  return (
    <>
      {records.length > 0 && <RecordTable records={records} />}
      <div className={styles['foot']}>
        <span role="status">{text('records.shownCount', { count: records.length })}</span>
        {found.hasNextPage && (
          <Button disabled={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
            {text('records.loadMore')}
          </Button>
        )}
      </div>
      {found.isFetchNextPageError && (
        <Failed error={found.error} onRetry={() => void found.fetchNextPage()} />
      )}
    </>
  );
}

/** No failure of the records: they are there, and found by what the ledger itself knows. */
function Away({ found }: Pick<FoundProps, 'found'>): ReactNode {
  const text = useText();
  return (
    <Banner tone="attention">
      <p>{text('records.away')}</p>
      <ProblemText problem={problemOf(found.error)} />
      <p className={styles['act']}>
        <Button onClick={() => void found.refetch()}>{text('ui.retry')}</Button>
      </p>
    </Banner>
  );
}

function None({ isFiltered }: { readonly isFiltered: boolean }): ReactNode {
  const text = useText();
  const [, go] = useLocation();
  return isFiltered ? (
    <Empty
      sentence={text('records.none')}
      action={<Button onClick={() => go('/records')}>{text('records.clear')}</Button>}
    />
  ) : (
    <Empty
      sentence={text('records.empty')}
      action={<Button onClick={() => go('/')}>{text('records.emptyAction')}</Button>}
    />
  );
}

/** A list that comes in pages: what is there, the way to more, and how it stands when there is nothing to show. */

import type { ReactNode } from 'react';

import { useText } from '../../../text/context.tsx';
import { Button } from '../../../ui/Button.tsx';
import { Failed, Loading } from '../../../ui/States.tsx';
import type { Pages } from '../queries.ts';
import styles from '../Assets.module.css';

export interface ListedProps<Item> {
  readonly of: Pages<Item>;
  readonly empty: ReactNode;
  readonly children: (items: readonly Item[]) => ReactNode;
}

export function Listed<Item>({ of: query, empty, children }: ListedProps<Item>): ReactNode {
  const text = useText();
  const { data, error, isPending, hasNextPage, isFetchingNextPage } = query;
  if (data === undefined) {
    if (isPending) return <Loading rows={5} />;
    return <Failed error={error} onRetry={() => void query.refetch()} />;
  }
  const items = data.pages.flatMap((page) => page.items);
  if (items.length === 0 && !hasNextPage) return empty;
  return (
    <>
      {children(items)}
      {hasNextPage && (
        <div className={styles['foot']}>
          <span role="status">{text('assets.shownCount', { count: items.length })}</span>
          <Button disabled={isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {text('ui.more')}
          </Button>
        </div>
      )}
      {query.isFetchNextPageError && (
        <Failed error={error} onRetry={() => void query.fetchNextPage()} />
      )}
    </>
  );
}

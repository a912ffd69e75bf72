/** A page: its title, what it is for in a sentence, what can be done on it, and the call that does the same. */

import { type ReactNode, useEffect } from 'react';

import { useText } from '../text/context.tsx';
import { type Call, CallDrawer } from './CallDrawer.tsx';
import styles from './Page.module.css';

export interface PageProps {
  readonly title: string;
  readonly lead?: string;
  readonly actions?: ReactNode;
  readonly call?: Call;
  readonly children: ReactNode;
}

export function Page({ title, lead, actions, call, children }: PageProps): ReactNode {
  useTitle(title);
  return (
    <article className={styles['page']}>
      <header className={styles['header']}>
        <div>
          <h1>{title}</h1>
          {lead !== undefined && <p className={styles['lead']}>{lead}</p>}
        </div>
        <div className={styles['actions']}>
          {call !== undefined && <CallDrawer call={call} />}
          {actions}
        </div>
      </header>
      {children}
    </article>
  );
}

/** A part of a page with a heading of its own. */
export function Section({
  title,
  actions,
  children,
}: {
  readonly title: string;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <section className={styles['section']}>
      <div className={styles['sectionHead']}>
        <h2>{title}</h2>
        {actions}
      </div>
      {children}
    </section>
  );
}

/** What tabs and bookmarks show. */
export function useTitle(title: string): void {
  const text = useText();
  const name = text('app.name');
  useEffect(() => {
    document.title = `${title} · ${name}`;
  }, [title, name]);
}

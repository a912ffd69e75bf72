/** The frame of every page of assets: its title, and the way to the others. */

import type { ReactNode } from 'react';
import { Link, useLocation } from 'wouter';

import { mayDo, useSession } from '../../../api/session.ts';
import { type TextKey, useText } from '../../../text/context.tsx';
import { Page, type PageProps } from '../../../ui/Page.tsx';
import styles from '../Assets.module.css';

interface Place {
  readonly path: string;
  readonly name: TextKey;
  readonly scope?: string;
}

const PLACES: readonly Place[] = [
  { path: '/assets', name: 'assets.nav.classes' },
  { path: '/assets/mine', name: 'assets.nav.mine' },
  { path: '/assets/send', name: 'assets.nav.send', scope: 'ledger:submit' },
  { path: '/assets/holds', name: 'assets.nav.holds' },
  { path: '/assets/inbox', name: 'assets.nav.inbox' },
  { path: '/assets/issue', name: 'assets.nav.issue', scope: 'ledger:submit' },
  { path: '/assets/define', name: 'assets.nav.define', scope: 'ledger:submit' },
];

export function AssetsPage({ children, ...page }: PageProps): ReactNode {
  return (
    <Page {...page}>
      <Places />
      {children}
    </Page>
  );
}

function Places(): ReactNode {
  const text = useText();
  const [here] = useLocation();
  const { data: session } = useSession();
  const shown = PLACES.filter(({ scope }) => scope === undefined || mayDo(session, scope));
  return (
    <nav aria-label={text('assets.nav')} className={styles['nav']}>
      {shown.map(({ path, name }) => (
        <Link key={path} href={path} aria-current={here === path ? 'page' : undefined}>
          {text(name)}
        </Link>
      ))}
    </nav>
  );
}

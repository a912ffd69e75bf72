/** The frame around every page: header with navigation, who is signed in, language and theme; banners when something is amiss. */

import { Fragment, type ReactNode, Suspense, useState } from 'react';
import { Link, Route, Switch, useLocation } from 'wouter';

import { mayDo, useSession } from '../api/session.ts';
import { LinkSignIn } from '../areas/sign-in/LinkSignIn.tsx';
import { useText } from '../text/context.tsx';
import { Banner } from '../ui/Banner.tsx';
import { LinkButton } from '../ui/LinkButton.tsx';
import { Empty, Loading } from '../ui/States.tsx';
import { useIsConnected } from './connection.ts';
import { PageGuard } from './PageGuard.tsx';
import { Preferences } from './Preferences.tsx';
import { type PageRoute, ROUTES } from './routes.tsx';
import styles from './Shell.module.css';
import { SignedIn } from './SignedIn.tsx';

const MAIN = 'content';

export function Shell(): ReactNode {
  const text = useText();
  const [path] = useLocation();
  return (
    <>
      <a className={styles['skip']} href={`#${MAIN}`}>
        {text('app.skip')}
      </a>
      <Header />
      <ConnectionBanner />
      <LinkSignIn />
      <main id={MAIN} tabIndex={-1} className={styles['main']}>
        <PageGuard key={path}>
          <Suspense fallback={<Loading rows={5} />}>
            <Pages />
          </Suspense>
        </PageGuard>
      </main>
    </>
  );
}

function Pages(): ReactNode {
  return (
    <Switch>
      {ROUTES.map(({ path, page: Page }) => (
        <Route key={path} path={path}>
          <Page />
        </Route>
      ))}
      <Route>
        <NotFound />
      </Route>
    </Switch>
  );
}

function NotFound(): ReactNode {
  const text = useText();
  return (
    <div>
      <h1>{text('app.notFound')}</h1>
      <Empty
        sentence={text('app.notFoundHelp')}
        action={<LinkButton href="/">{text('app.toStart')}</LinkButton>}
      />
    </div>
  );
}

function Header(): ReactNode {
  const text = useText();
  const [isOpen, setOpen] = useState(false);
  return (
    <header className={styles['header']}>
      <Link href="/" className={styles['brand']}>
        <img src="/seal.svg" alt="" width="28" height="28" />
        {text('app.name')}
      </Link>
      <button
        type="button"
        className={styles['menu']}
        aria-expanded={isOpen}
        aria-controls="navigation"
        onClick={() => setOpen(!isOpen)}
      >
        {text('app.menu')}
      </button>
      <div
        id="navigation"
        className={`${styles['fold'] ?? ''} ${isOpen ? (styles['open'] ?? '') : ''}`}
      >
        <Navigation onGo={() => setOpen(false)} />
        <div className={styles['side']}>
          <Preferences />
          <SignedIn />
        </div>
      </div>
    </header>
  );
}

function Navigation({ onGo }: { readonly onGo: () => void }): ReactNode {
  const text = useText();
  const { data: session } = useSession();
  const named = ROUTES.filter(
    ({ name, scope }) => name !== undefined && (scope === undefined || mayDo(session, scope)),
  );
  return (
    <nav aria-label={text('app.navigation')}>
      <ul className={styles['links']}>
        {named.map((route) => (
          <Fragment key={route.path}>
            <NavigationLink route={route} onGo={onGo} />
            {route.path === '/' && (
              <li>
                <a href="/verify.html">{text('nav.verify')}</a>
              </li>
            )}
          </Fragment>
        ))}
      </ul>
    </nav>
  );
}

function NavigationLink({
  route: { path, name },
  onGo,
}: {
  readonly route: PageRoute;
  readonly onGo: () => void;
}): ReactNode {
  const text = useText();
  const [here] = useLocation();
  const isHere = path === '/' ? here === '/' : here === path || here.startsWith(`${path}/`);
  return (
    <li>
      <Link href={path} aria-current={isHere ? 'page' : undefined} onClick={onGo}>
        {name !== undefined && text(name)}
      </Link>
    </li>
  );
}

function ConnectionBanner(): ReactNode {
  const text = useText();
  const isConnected = useIsConnected();
  if (isConnected) return null;
  return (
    <div className={styles['banner']}>
      <Banner tone="attention">{text('app.offline')}</Banner>
    </div>
  );
}

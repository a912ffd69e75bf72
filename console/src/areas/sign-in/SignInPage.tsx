/** The ways in, one beside the other: a passkey, a password, and how to come by a link. Goes on to where the reader wanted to be. */

import { type ReactNode, useEffect, useState } from 'react';
import { Link, useLocation, useSearch } from 'wouter';

import { type Session, useSession } from '../../api/session.ts';
import { useText } from '../../text/context.tsx';
import { Banner } from '../../ui/Banner.tsx';
import { Button } from '../../ui/Button.tsx';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { Page, Section } from '../../ui/Page.tsx';
import { Answered } from '../../ui/States.tsx';
import { destinationIn } from './destination.ts';
import { Fault } from './parts/Fault.tsx';
import { PasswordForm } from './parts/PasswordForm.tsx';
import { usePasskeySignIn } from './queries.ts';
import styles from './SignInPage.module.css';

const COMMAND = 'npx stele open';

/** In the query of the address: ways in also for somebody who is signed in, when what they want asks for a fresh session. */
const ANEW = 'anew';

export function SignInPage(): ReactNode {
  const text = useText();
  const session = useSession();
  const isAnew = new URLSearchParams(useSearch()).has(ANEW);
  return (
    <Page title={text('app.signIn')} lead={text('signIn.lead')}>
      <Answered of={session}>
        {(known) => {
          if (known === null) return <Ways />;
          return isAnew ? <Anew session={known} /> : <Inside session={known} />;
        }}
      </Answered>
    </Page>
  );
}

/** The ways in, until one of them has given another session. */
function Anew({ session }: { readonly session: Session }): ReactNode {
  const text = useText();
  const [before] = useState(session.session.id);
  if (session.session.id !== before) {
    return (
      <>
        <p>{text('signIn.anewDone')}</p>
        <Inside session={session} />
      </>
    );
  }
  return (
    <>
      <Banner tone="plain">{text('signIn.anew', { name: session.person.name })}</Banner>
      <Ways />
    </>
  );
}

function Ways(): ReactNode {
  const text = useText();
  return (
    <div className={styles['ways']}>
      <Section title={text('signIn.byPasskey')}>
        <Passkey />
      </Section>
      <Section title={text('signIn.byPassword')}>
        <PasswordForm />
      </Section>
      <Section title={text('signIn.byLink')}>
        <p>{text('signIn.linkHelp')}</p>
        <p className={styles['command']}>
          <code>{COMMAND}</code>
          <CopyButton value={COMMAND} what={COMMAND} />
        </p>
        <p>{text('signIn.linkOther')}</p>
      </Section>
    </div>
  );
}

function Passkey(): ReactNode {
  const text = useText();
  const signIn = usePasskeySignIn();
  return (
    <div className={styles['form']}>
      <p>{text('signIn.passkeyHelp')}</p>
      {signIn.isError && <Fault error={signIn.error} />}
      <Button disabled={signIn.isPending} onClick={() => signIn.mutate(undefined)}>
        {text('signIn.usePasskey')}
      </Button>
    </div>
  );
}

/** Signed in, here or in another tab: on to where the reader wanted to be, if it was anywhere. */
function Inside({ session }: { readonly session: Session }): ReactNode {
  const text = useText();
  const [, go] = useLocation();
  const search = useSearch();
  const hasDestination = new URLSearchParams(search).has('to');
  useEffect(() => {
    if (hasDestination) go(destinationIn(search), { replace: true });
  }, [go, hasDestination, search]);
  return (
    <>
      <Banner tone="ok">{text('app.signedInAs', { name: session.person.name })}</Banner>
      <ul>
        <li>
          <Link href="/">{text('app.toStart')}</Link>
        </li>
        <li>
          <Link href="/settings">{text('signIn.toSettings')}</Link>
        </li>
      </ul>
    </>
  );
}

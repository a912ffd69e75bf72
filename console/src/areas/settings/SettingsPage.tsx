/** What is one's own here: how pages look and speak, how one signs in, where one is signed in; and people, for administrators. */

import type { ReactNode } from 'react';

import { mayDo, type Session, useSession } from '../../api/session.ts';
import { useText } from '../../text/context.tsx';
import { Page, Section } from '../../ui/Page.tsx';
import { Answered, SignInNeeded } from '../../ui/States.tsx';
import { Appearance } from './parts/Appearance.tsx';
import { CodesSetting } from './parts/CodesSetting.tsx';
import { PasskeysSetting } from './parts/PasskeysSetting.tsx';
import { PasswordSetting } from './parts/PasswordSetting.tsx';
import { People } from './parts/People.tsx';
import { Sessions } from './parts/Sessions.tsx';

export function SettingsPage(): ReactNode {
  const text = useText();
  const session = useSession();
  return (
    <Page title={text('nav.settings')} lead={text('settings.lead')}>
      <Section title={text('settings.appearance')}>
        <Appearance />
      </Section>
      <Answered of={session} rows={6}>
        {(known) => (known === null ? <SignInNeeded /> : <Own session={known} />)}
      </Answered>
    </Page>
  );
}

function Own({ session }: { readonly session: Session }): ReactNode {
  const text = useText();
  const { ways } = session;
  return (
    <>
      <Section title={text('settings.passkeys')}>
        <PasskeysSetting />
      </Section>
      <Section title={text('settings.password')}>
        <PasswordSetting isSet={ways.password} name={session.person.name} />
      </Section>
      <Section title={text('settings.codes')}>
        <CodesSetting isSet={ways.totp} hasPassword={ways.password} />
      </Section>
      <Section title={text('settings.sessions')}>
        <Sessions />
      </Section>
      {mayDo(session, 'admin') && <People ownId={session.person.id} />}
    </>
  );
}

/** Transactions that wait for my signature. */

import type { ReactNode } from 'react';

import type { PendingView } from '@stele/protocol';

import { useText } from '../../text/context.tsx';
import { CallDrawer } from '../../ui/CallDrawer.tsx';
import { LinkButton } from '../../ui/LinkButton.tsx';
import { Section } from '../../ui/Page.tsx';
import { Answered, Empty } from '../../ui/States.tsx';
import { TimeText } from '../../ui/TimeText.tsx';
import styles from './Assets.module.css';
import { AssetsPage } from './parts/AssetsPage.tsx';
import { MyAccount } from './parts/MyAccount.tsx';
import { PartyLink } from './parts/PartyLink.tsx';
import { inboxPath, useInbox } from './queries.ts';
import { usePendingWords } from './signing/queries.ts';
import { Sentences } from './signing/Sentences.tsx';

export function InboxPage(): ReactNode {
  const text = useText();
  return (
    <AssetsPage title={text('assets.inbox')} lead={text('assets.inboxLead')}>
      <MyAccount>{(account) => <Waiting account={account} />}</MyAccount>
    </AssetsPage>
  );
}

function Waiting({ account }: { readonly account: string }): ReactNode {
  const text = useText();
  const inbox = useInbox(account);
  return (
    <Section
      title={text('assets.inboxWaiting')}
      actions={
        <CallDrawer
          call={{
            method: 'GET',
            path: inboxPath(),
            query: { account },
            command: `tx inbox ${account}`,
          }}
        />
      }
    >
      <Answered of={inbox} rows={3}>
        {(items) =>
          items.length === 0 ? (
            <Empty
              sentence={text('assets.noInbox')}
              action={<LinkButton href="/assets/mine">{text('assets.toMine')}</LinkButton>}
            />
          ) : (
            <PendingList items={items} />
          )
        }
      </Answered>
    </Section>
  );
}

function PendingList({ items }: { readonly items: readonly PendingView[] }): ReactNode {
  const text = useText();
  return (
    <ul aria-label={text('assets.inboxWaiting')} className={styles['exits']}>
      {items.map((pending) => (
        <li key={pending.id}>
          <PendingLine pending={pending} />
        </li>
      ))}
    </ul>
  );
}

/** In the words that this page finds for its bytes, as where it is signed. */
function PendingLine({ pending }: { readonly pending: PendingView }): ReactNode {
  const text = useText();
  const { id, missing, validUntil } = pending;
  const understood = usePendingWords(id, true);
  return (
    <>
      <div className={styles['tight']}>
        <Answered of={understood} rows={2}>
          {({ summary }) => <Sentences of={summary.statements} />}
        </Answered>
        <p className={styles['line']}>
          <span className={styles['soft']}>{text('assets.missing')}</span>
          {missing.map((party) => (
            <PartyLink key={party} party={party} />
          ))}
        </p>
        <p className={styles['line']}>
          <span className={styles['soft']}>{text('assets.validUntil')}</span>
          <TimeText at={validUntil} />
        </p>
      </div>
      <LinkButton href={`/assets/inbox/${id}`}>{text('assets.toPending')}</LinkButton>
    </>
  );
}

/** An account of the ledger: who may act for it, what it may still use, what happened in its name. */

import type { ReactNode } from 'react';
import { Link, useParams } from 'wouter';

import { useText } from '../../text/context.tsx';
import { Facts } from '../../ui/Facts.tsx';
import { Page, Section } from '../../ui/Page.tsx';
import { Answered, Empty } from '../../ui/States.tsx';
import { HashText } from '../../ui/HashText.tsx';
import { GrowthAlarm } from './parts/GrowthAlarm.tsx';
import { AccountEvents } from './parts/AccountEvents.tsx';
import { BlockLink, TransactionLink } from '../../ui/ChainLinks.tsx';
import { SearchBox } from './parts/SearchBox.tsx';
import { type AccountState, useAccount } from './account-state.ts';
import { CHAIN, useEvent } from './queries.ts';

const ACCOUNT = /^acc_[0-9a-f]{32}$/;

export function AccountPage(): ReactNode {
  const text = useText();
  const { account = '' } = useParams();
  return (
    <Page
      title={text('explorer.account')}
      call={{
        method: 'GET',
        path: `${CHAIN}/rows/accounts/accounts`,
        query: { key: account.slice('acc_'.length) },
        isOpen: true,
      }}
    >
      <GrowthAlarm />
      {ACCOUNT.test(account) ? (
        <KnownForm key={account} account={account} />
      ) : (
        <Unknown account={account} />
      )}
    </Page>
  );
}

function Unknown({ account }: { readonly account: string }): ReactNode {
  const text = useText();
  return (
    <>
      <Empty sentence={text('explorer.accountUnknown')} />
      <SearchBox first={account} />
    </>
  );
}

function KnownForm({ account }: { readonly account: string }): ReactNode {
  const state = useAccount(account);
  return (
    <Answered of={state} rows={5}>
      {(data) =>
        data === null ? (
          <Unknown account={account} />
        ) : (
          <>
            <State account={account} state={data} />
            <AccountEvents account={account} />
          </>
        )
      }
    </Answered>
  );
}

function State({
  account,
  state,
}: {
  readonly account: string;
  readonly state: AccountState;
}): ReactNode {
  const text = useText();
  const { authority, isAdministrator, openedAt, unitsLeft, effect } = state;
  return (
    <Section title={text('explorer.accountState')}>
      <Facts
        items={[
          [
            text('explorer.account'),
            <HashText key="account" value={account} what={text('explorer.account')} />,
          ],
          [
            text('explorer.part.authority'),
            <HashText key="keys" value={authority} what={text('explorer.part.authority')} />,
          ],
          [
            text('explorer.part.unitsLeft'),
            unitsLeft === null ? text('explorer.unlimited') : unitsLeft.toLocaleString(),
          ],
          [
            text('explorer.part.administrator'),
            text(isAdministrator ? 'explorer.yes' : 'explorer.no'),
          ],
          [text('explorer.part.openedAt'), <BlockLink key="opened" height={openedAt} />],
          [text('explorer.lastChange'), <LastChange key="change" effect={effect} />],
        ]}
      />
    </Section>
  );
}

/** The transaction that put the row as it is: its proof is the row's. */
function LastChange({ effect }: { readonly effect: number }): ReactNode {
  const text = useText();
  const { data: event } = useEvent(effect);
  if (event === undefined) return null;
  if (event?.subject === undefined) {
    return <Link href="/explorer/blocks/0">{text('explorer.genesis')}</Link>;
  }
  return <TransactionLink id={event.subject} />;
}

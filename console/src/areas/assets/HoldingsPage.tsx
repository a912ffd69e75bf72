/** What an account has: amounts by class, and the outputs that they are made of. */

import type { ReactNode } from 'react';
import { useParams } from 'wouter';

import { useText } from '../../text/context.tsx';
import { PrincipalText } from '../../ui/ChainLinks.tsx';
import { Section } from '../../ui/Page.tsx';
import { AssetsPage } from './parts/AssetsPage.tsx';
import { Holdings } from './parts/Holdings.tsx';
import { PartyActs } from './parts/PartyActs.tsx';
import { accountPath } from './queries.ts';

export function HoldingsPage(): ReactNode {
  const text = useText();
  const { account = '' } = useParams();
  const party = decodeURIComponent(account);
  return (
    <AssetsPage
      title={text('assets.holdings')}
      call={{
        method: 'GET',
        path: accountPath(party, 'balances'),
        isOpen: true,
        command: `account balances ${party}`,
      }}
    >
      <Section title={text('assets.whose')}>
        <PrincipalText text={party} />
      </Section>
      <PartyActs key={`acts ${party}`} party={party} />
      <Holdings key={party} account={party} />
    </AssetsPage>
  );
}

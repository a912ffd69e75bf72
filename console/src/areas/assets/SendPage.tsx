/** Sending: what, how much, to whom and how; then what will happen, and the signature. */

import { type ReactNode, useState } from 'react';
import { useSearch } from 'wouter';

import type { BalanceView } from '@stele/protocol';

import { useText } from '../../text/context.tsx';
import { Gate } from '../../ui/Gate.tsx';
import { LinkButton } from '../../ui/LinkButton.tsx';
import { Section } from '../../ui/Page.tsx';
import { Answered, Empty, Failed } from '../../ui/States.tsx';
import { hasPrice } from './arrangement.ts';
import { AssetsPage } from './parts/AssetsPage.tsx';
import { MyAccount } from './parts/MyAccount.tsx';
import { SendForm } from './parts/SendForm.tsx';
import { useAllClasses, useBalances, useClass } from './queries.ts';
import { chosenBalance, emptyDraft, type SendDraft, sendAct } from './send-act.ts';
import type { Act } from './signing/act.ts';
import { ActFlow } from './signing/ActFlow.tsx';
import { PREPARE_PATH } from './signing/queries.ts';

export function SendPage(): ReactNode {
  const text = useText();
  return (
    <AssetsPage
      title={text('assets.send')}
      lead={text('assets.sendLead')}
      call={{
        method: 'POST',
        path: PREPARE_PATH,
        body: EXAMPLE,
        command: 'asset send CLASS AMOUNT --to ACCOUNT',
      }}
    >
      <Gate scope="ledger:submit">
        <MyAccount>{(account) => <Sending key={account} account={account} />}</MyAccount>
      </Gate>
    </AssetsPage>
  );
}

const EXAMPLE = {
  calls: [
    {
      contract: 'assets',
      method: 'pay',
      args: { from: 'acc_…', class: '…', amount: '…', to: { party: 'acc_…' } },
    },
  ],
  signers: ['acc_…'],
};

function Sending({ account }: { readonly account: string }): ReactNode {
  const text = useText();
  const balances = useBalances(account);
  const search = new URLSearchParams(useSearch());
  const [draft, setDraft] = useState<SendDraft>(() => emptyDraft(search));
  const [act, setAct] = useState<Act>();
  const held = spendable(balances.data?.items ?? []);
  const sent = useClass(chosenBalance(draft, held)?.class.id ?? '');
  const priced = useAllClasses(hasPrice(draft.arrangement));
  if (act !== undefined) return <ActFlow act={act} onBack={() => setAct(undefined)} />;
  return (
    <Answered of={balances} rows={4}>
      {() => {
        if (held.length === 0) {
          return (
            <Empty
              sentence={text('assets.nothingToSend')}
              action={<LinkButton href="/assets/mine">{text('assets.toMine')}</LinkButton>}
            />
          );
        }
        const classes = priced.data ?? [];
        const failed = [sent, priced].find(({ isError }) => isError);
        return (
          <Section title={text('assets.sendWhat')}>
            <SendForm
              account={account}
              balances={held}
              classes={classes}
              draft={draft}
              onChange={setDraft}
              onReady={
                sent.data &&
                (() => setAct(sendAct({ account, balances: held, of: sent.data, classes }, draft)))
              }
            />
            {failed && <Failed error={failed.error} onRetry={() => void failed.refetch()} />}
          </Section>
        );
      }}
    </Answered>
  );
}

/** Of what is in holds, nothing can be sent. */
function spendable(balances: readonly BalanceView[]): readonly BalanceView[] {
  return balances.filter(({ amount, held }) => amount !== held);
}

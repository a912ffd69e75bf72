/** Issuing: of which class, with which attributes, how much, to whom. */

import { type ReactNode, useState } from 'react';
import { useSearch } from 'wouter';

import { useText } from '../../text/context.tsx';
import { Gate } from '../../ui/Gate.tsx';
import { LinkButton } from '../../ui/LinkButton.tsx';
import { Section } from '../../ui/Page.tsx';
import { Answered, Empty } from '../../ui/States.tsx';
import { issueAct, type IssueDraft, NEW_ISSUE } from './issue-act.ts';
import { AssetsPage } from './parts/AssetsPage.tsx';
import { IssueForm } from './parts/IssueForm.tsx';
import { MyAccount } from './parts/MyAccount.tsx';
import { useAllClasses } from './queries.ts';
import type { Act } from './signing/act.ts';
import { ActFlow } from './signing/ActFlow.tsx';
import { PREPARE_PATH } from './signing/queries.ts';

export function IssuePage(): ReactNode {
  const text = useText();
  return (
    <AssetsPage
      title={text('assets.issue')}
      lead={text('assets.issueLead')}
      call={{
        method: 'POST',
        path: PREPARE_PATH,
        body: EXAMPLE,
        command: 'asset issue CLASS AMOUNT --to ACCOUNT',
      }}
    >
      <Gate scope="ledger:submit">
        <MyAccount>{(account) => <Issuing key={account} account={account} />}</MyAccount>
      </Gate>
    </AssetsPage>
  );
}

const PART = { attributes: [], amount: '…', to: { party: 'acc_…' }, payload: null };
const EXAMPLE = {
  calls: [
    {
      contract: 'assets',
      method: 'issue',
      args: { class: '…', parts: [PART], inputs: [], change: [] },
    },
  ],
  signers: ['acc_…'],
};

function Issuing({ account }: { readonly account: string }): ReactNode {
  const text = useText();
  const classes = useAllClasses();
  const wanted = new URLSearchParams(useSearch()).get('class') ?? '';
  const [draft, setDraft] = useState<IssueDraft>({ ...NEW_ISSUE, class: wanted });
  const [act, setAct] = useState<Act>();
  if (act !== undefined) return <ActFlow act={act} onBack={() => setAct(undefined)} />;
  return (
    <Answered of={classes} rows={4}>
      {(all) =>
        all.length === 0 ? (
          <Empty
            sentence={text('assets.noClasses')}
            action={<LinkButton href="/assets/define">{text('assets.defineFirst')}</LinkButton>}
          />
        ) : (
          <Section title={text('assets.issueWhat')}>
            <IssueForm
              account={account}
              classes={all}
              draft={draft}
              onChange={setDraft}
              onReady={() => setAct(issueAct(account, draft, all))}
            />
          </Section>
        )
      }
    </Answered>
  );
}

/** Which account of the ledger is mine: named once, and compared with the key of this browser. */

import { type ReactNode, type SubmitEvent, useState } from 'react';

import { principalToText } from '@stele/protocol';

import { useText } from '../../../text/context.tsx';
import { Banner } from '../../../ui/Banner.tsx';
import { Button } from '../../../ui/Button.tsx';
import { Field } from '../../../ui/Field.tsx';
import { Section } from '../../../ui/Page.tsx';
import { Answered } from '../../../ui/States.tsx';
import { Verbatim } from '../../../ui/Verbatim.tsx';
import { useAccount } from '../../explorer/account-state.ts';
import { useChain } from '../../explorer/queries.ts';
import styles from '../Assets.module.css';
import { accountOfPublicKey, principalOfKey } from './browser-signer.ts';
import type { SealedKey } from './sealed-key.ts';
import { useChangeWallet, useWallet } from './use-wallet.ts';

const ACCOUNT = /^acc_[0-9a-f]{32}$/;

/** As long as none is named, the account that belongs to the key. */
export function AccountForm(): ReactNode {
  const { data: wallet } = useWallet();
  const { data: chain } = useChain();
  if (wallet === undefined || chain === undefined) return null;
  const { account, key } = wallet;
  const usual = key === undefined ? '' : accountOfPublicKey(chain.suite, key.publicKey);
  const first = account ?? usual;
  return <Form key={first} first={first} />;
}

function Form({ first }: { readonly first: string }): ReactNode {
  const text = useText();
  const { data: wallet } = useWallet();
  const [typed, setTyped] = useState(first);
  const [isTried, setTried] = useState(false);
  const change = useChangeWallet();
  const isGood = ACCOUNT.test(typed.trim());
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    setTried(true);
    if (isGood) change.mutate({ account: typed.trim() });
  };
  return (
    <Section title={text('assets.accountTitle')}>
      <div className={styles['stack']}>
        <form onSubmit={submit} className={styles['form']} aria-label={text('assets.accountTitle')}>
          <Field
            label={text('assets.account')}
            help={text('assets.accountHelp')}
            fault={isTried && !isGood ? text('assets.accountFault') : undefined}
            autoComplete="off"
            spellCheck={false}
            value={typed}
            onChange={({ target }) => setTyped(target.value)}
          />
          <Button type="submit" disabled={change.isPending}>
            {text('assets.accountKeep')}
          </Button>
        </form>
        {wallet?.account !== undefined && <Authority account={wallet.account} mine={wallet.key} />}
      </div>
    </Section>
  );
}

interface AuthorityProps {
  readonly account: string;
  readonly mine: SealedKey | undefined;
}

/** Whether the key of this browser may sign for the account. */
function Authority({ account, mine }: AuthorityProps): ReactNode {
  const text = useText();
  const state = useAccount(account);
  const { data: chain } = useChain();
  const own =
    mine === undefined || chain === undefined
      ? undefined
      : principalToText(principalOfKey(chain.suite, mine.publicKey));
  return (
    <Answered of={state} rows={1}>
      {(found) => {
        if (found === null) return <Unopened account={account} authority={own} />;
        if (own === undefined) return null;
        const isMine = found.authority.includes(own);
        return (
          <Banner tone={isMine ? 'ok' : 'attention'}>
            {text(isMine ? 'assets.accountIsMine' : 'assets.accountIsOthers')}
          </Banner>
        );
      }}
    </Answered>
  );
}

interface UnopenedProps {
  readonly account: string;
  readonly authority: string | undefined;
}

function Unopened({ account, authority = 'key:…' }: UnopenedProps): ReactNode {
  const text = useText();
  return (
    <>
      <Banner tone="attention">{text('assets.accountUnopened')}</Banner>
      <Verbatim
        name={text('ui.callCli')}
        value={`npx stele account open ${authority} --id ${account}`}
      />
    </>
  );
}

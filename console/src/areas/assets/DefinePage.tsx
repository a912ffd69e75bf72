/** Defining a class from its JSON: the form is checked here by the contract's own schema, before anybody is asked. */

import { type ReactNode, type SubmitEvent, useId, useState } from 'react';

import { useText } from '../../text/context.tsx';
import { Button } from '../../ui/Button.tsx';
import { Gate } from '../../ui/Gate.tsx';
import { Section } from '../../ui/Page.tsx';
import styles from './Assets.module.css';
import { checkedDefinition, exampleDefinition } from './define-act.ts';
import { AssetsPage } from './parts/AssetsPage.tsx';
import { MyAccount } from './parts/MyAccount.tsx';
import { ActFlow } from './signing/ActFlow.tsx';
import { PREPARE_PATH } from './signing/queries.ts';

export function DefinePage(): ReactNode {
  const text = useText();
  return (
    <AssetsPage
      title={text('assets.define')}
      lead={text('assets.defineLead')}
      call={{
        method: 'POST',
        path: PREPARE_PATH,
        body: {
          calls: [{ contract: 'assets', method: 'define', args: exampleDefinition('acc_…') }],
          signers: ['acc_…'],
        },
        command: 'asset define class.json',
      }}
    >
      <Gate scope="ledger:submit">
        <MyAccount>{(account) => <Defining key={account} account={account} />}</MyAccount>
      </Gate>
    </AssetsPage>
  );
}

function Defining({ account }: { readonly account: string }): ReactNode {
  const text = useText();
  const [typed, setTyped] = useState(() => JSON.stringify(exampleDefinition(account), null, 2));
  const [isTried, setTried] = useState(false);
  const [isReady, setReady] = useState(false);
  const id = useId();
  const checked = checkedDefinition(account, typed);
  if (isReady && checked.kind === 'good') {
    return <ActFlow act={checked.act} onBack={() => setReady(false)} />;
  }
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    setTried(true);
    if (checked.kind === 'good') setReady(true);
  };
  return (
    <Section title={text('assets.definition')}>
      <form onSubmit={submit} className={styles['form']} aria-label={text('assets.define')}>
        <div className={styles['field']}>
          <label htmlFor={id}>{text('assets.definitionJson')}</label>
          <textarea
            id={id}
            className={styles['area']}
            spellCheck={false}
            aria-describedby={`${id}-said`}
            aria-invalid={isTried && checked.kind !== 'good'}
            value={typed}
            onChange={({ target }) => setTyped(target.value)}
          />
          <p
            id={`${id}-said`}
            className={styles[isTried && checked.kind !== 'good' ? 'fault' : 'help']}
          >
            {isTried && checked.kind !== 'good'
              ? text(`assets.defineFault.${checked.kind}`, { place: checked.place })
              : text('assets.defineHelp')}
          </p>
        </div>
        <Button type="submit" look="primary">
          {text('assets.review')}
        </Button>
      </form>
    </Section>
  );
}

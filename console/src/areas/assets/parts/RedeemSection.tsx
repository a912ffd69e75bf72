/** Redeeming an output that is in the visitor's own hands: how much of it, who else has to sign, then what will happen. */

import { type ReactNode, type SubmitEvent, useState } from 'react';

import type { OutputView } from '@stele/protocol';
import { classForm } from '@stele/sdk';

import { useText } from '../../../text/context.tsx';
import { Button } from '../../../ui/Button.tsx';
import { Section } from '../../../ui/Page.tsx';
import { amountInput, amountText } from '../amount.ts';
import styles from '../Assets.module.css';
import { useWallet } from '../keys/use-wallet.ts';
import { readOwner } from '../owner.ts';
import { useClass } from '../queries.ts';
import { redeemAct, redeemersOf } from '../redeem-act.ts';
import type { Act } from '../signing/act.ts';
import { ActFlow } from '../signing/ActFlow.tsx';
import { AmountField, faultOf } from './AmountField.tsx';
import { PartyLink } from './PartyLink.tsx';

/** Nothing where the output is not the visitor's, or its class allows no redemption. */
export function RedeemSection({ output }: { readonly output: OutputView }): ReactNode {
  const { data: wallet } = useWallet();
  const { data: ofClass } = useClass(output.class.id);
  const [act, setAct] = useState<Act>();
  const owner = readOwner(output.owner);
  const account = wallet?.account;
  // Once it is redeemed, the output is spent: what became of it stays in view.
  if (act !== undefined) return <ActFlow act={act} onBack={() => setAct(undefined)} />;
  if (!output.live || account === undefined || ofClass === undefined) return null;
  if (owner?.kind !== 'party' || owner.party !== account) return null;
  const redeemers = redeemersOf(classForm(ofClass.definition), account);
  if (redeemers === undefined) return null;
  return <RedeemForm output={output} account={account} redeemers={redeemers} onReady={setAct} />;
}

interface RedeemFormProps {
  readonly output: OutputView;
  readonly account: string;
  readonly redeemers: readonly string[];
  readonly onReady: (act: Act) => void;
}

function RedeemForm({ output, account, redeemers, onReady }: RedeemFormProps): ReactNode {
  const text = useText();
  const { scale } = output.class;
  const [amount, setAmount] = useState(amountInput(output.amount, scale));
  const [isTried, setTried] = useState(false);
  const isGood = faultOf(amount, scale) === undefined;
  const act = isGood ? redeemAct({ output, account, amount, redeemers }) : undefined;
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    setTried(true);
    if (act !== undefined) onReady(act);
  };
  const limit = text('assets.redeemHelp', { amount: amountText(output.amount, scale) });
  return (
    <Section title={text('assets.redeem')}>
      <form onSubmit={submit} className={styles['form']} aria-label={text('assets.redeem')}>
        <AmountField
          value={amount}
          scale={scale}
          help={limit}
          fault={isGood && act === undefined ? limit : undefined}
          isTried={isTried}
          onChange={setAmount}
        />
        {redeemers.length > 0 && (
          <div className={styles['line']}>
            <span className={styles['soft']}>{text('assets.signedToo')}</span>
            {redeemers.map((party) => (
              <PartyLink key={party} party={party} />
            ))}
          </div>
        )}
        <Button type="submit" look="primary">
          {text('assets.review')}
        </Button>
      </form>
    </Section>
  );
}

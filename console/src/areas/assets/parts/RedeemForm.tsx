/** The form for redeeming an output: how much of it, and who else has to sign. */

import { type ReactNode, type SubmitEvent, useState } from 'react';

import type { OutputView } from '@stele/protocol';

import { useText } from '../../../text/context.tsx';
import { Button } from '../../../ui/Button.tsx';
import { amountInput, amountText } from '../amount.ts';
import styles from '../Assets.module.css';
import { redeemAct } from '../redeem-act.ts';
import type { Act } from '../signing/act.ts';
import { AmountField, faultOf } from './AmountField.tsx';
import { SignedToo } from './SignedToo.tsx';

export interface RedeemFormProps {
  readonly output: OutputView;
  readonly account: string;
  readonly redeemers: readonly string[];
  readonly onReady: (act: Act) => void;
}

export function RedeemForm({ output, account, redeemers, onReady }: RedeemFormProps): ReactNode {
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
    <form onSubmit={submit} className={styles['form']} aria-label={text('assets.redeem')}>
      <AmountField
        value={amount}
        scale={scale}
        help={limit}
        fault={isGood && act === undefined ? limit : undefined}
        isTried={isTried}
        onChange={setAmount}
      />
      <SignedToo parties={redeemers} />
      <Button type="submit" look="primary">
        {text('assets.review')}
      </Button>
    </form>
  );
}

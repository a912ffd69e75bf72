/** The form for sending: class, slot where there are several, amount, to whom, and on which terms. */

import type { Scale } from '@stele/sdk';
import { type ReactNode, type SubmitEvent, useState } from 'react';

import type { BalanceView, ClassView } from '@stele/protocol';

import { useText } from '../../../text/context.tsx';
import { Button } from '../../../ui/Button.tsx';
import { amountText } from '../amount.ts';
import { isArranged } from '../arrangement.ts';
import styles from '../Assets.module.css';
import { chosenBalance, partiesOf, type SendDraft } from '../send-act.ts';
import { AmountField, faultOf } from './AmountField.tsx';
import { ArrangementFields } from './ArrangementFields.tsx';
import { Choice } from './Choice.tsx';
import { isParty, PartyField } from './PartyField.tsx';
import { SlotChoice } from './SlotChoice.tsx';

export interface SendFormProps {
  readonly account: string;
  readonly balances: readonly BalanceView[];
  /** That a price may be in. */
  readonly classes: readonly ClassView[];
  readonly draft: SendDraft;
  readonly onChange: (draft: SendDraft) => void;
  /** Undefined: not yet. */
  readonly onReady: (() => void) | undefined;
}

export function SendForm(props: SendFormProps): ReactNode {
  const { account, balances, classes, draft, onChange, onReady } = props;
  const text = useText();
  const [isTried, setTried] = useState(false);
  const balance = chosenBalance(draft, balances);
  if (balance === undefined) return null;
  const { id, scale } = balance.class;
  const change = (part: Partial<SendDraft>): void => onChange({ ...draft, ...part });
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    setTried(true);
    if (isReady(props, scale)) onReady?.();
  };
  return (
    <form onSubmit={submit} noValidate className={styles['form']} aria-label={text('assets.send')}>
      <Choice
        label={text('assets.class')}
        value={id}
        options={balances.map((one) => [
          one.class.id,
          `${one.class.organisation}/${one.class.name}`,
        ])}
        onChoose={(chosen) => change({ class: chosen, slot: '' })}
      />
      <SlotChoice
        account={account}
        ofClass={id}
        slot={draft.slot}
        onChoose={(slot) => change({ slot })}
      />
      <AmountField
        value={draft.amount}
        scale={scale}
        help={text('assets.freeToSend', { amount: amountText(freeOf(balance), scale) })}
        isTried={isTried}
        onChange={(amount) => change({ amount })}
      />
      {isDirect(draft) && (
        <PartyField
          label={text('assets.to')}
          help={text('assets.toHelp')}
          value={draft.to}
          isTried={isTried}
          onChange={(to) => change({ to })}
        />
      )}
      <ArrangementFields
        arrangement={draft.arrangement}
        parties={partiesOf(account, draft)}
        classes={classes}
        isTried={isTried}
        onChange={(arrangement) => change({ arrangement })}
      />
      <Button type="submit" look="primary" disabled={onReady === undefined}>
        {text('assets.review')}
      </Button>
    </form>
  );
}

/** Where there are terms, they say who gets it. */
function isDirect({ arrangement }: SendDraft): boolean {
  return arrangement.template === '';
}

function isReady({ account, draft, classes }: SendFormProps, scale: Scale): boolean {
  if (faultOf(draft.amount, scale) !== undefined) return false;
  if (isDirect(draft)) return isParty(draft.to);
  return isArranged(draft.arrangement, partiesOf(account, draft), classes);
}

function freeOf({ amount, held }: BalanceView): bigint {
  return BigInt(amount) - BigInt(held);
}

/** On which order something is frozen, and at which of the levels that are free. */

import { type ReactNode, type SubmitEvent, useState } from 'react';

import { useText } from '../../../text/context.tsx';
import { Button } from '../../../ui/Button.tsx';
import styles from '../Assets.module.css';
import { Choice } from '../parts/Choice.tsx';
import { SignedToo } from '../parts/SignedToo.tsx';
import type { Level } from './mark-act.ts';
import { OrderField } from './OrderField.tsx';

export interface Order {
  readonly level: Level;
  readonly others: readonly string[];
  /** As typed. */
  readonly reference: string;
}

export interface OrderFormProps {
  /** At which there is no mark yet. */
  readonly levels: readonly Level[];
  readonly othersAt: (level: Level) => readonly string[];
  readonly isTried: boolean;
  readonly onReview: (order: Order) => void;
}

export function OrderForm({ levels, othersAt, isTried, onReview }: OrderFormProps): ReactNode {
  const text = useText();
  const [wanted, setWanted] = useState('');
  const [reference, setReference] = useState('');
  const level = levels.find((one) => one === wanted) ?? levels[0];
  if (level === undefined) return <p>{text('assets.frozenAlready')}</p>;
  const others = othersAt(level);
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    onReview({ level, others, reference });
  };
  return (
    <form
      onSubmit={submit}
      noValidate
      className={styles['form']}
      aria-label={text('assets.freeze')}
    >
      <Choice
        label={text('assets.freezeLevel')}
        help={text('assets.freezeLevelHelp')}
        value={level}
        options={levels.map((one) => [one, text(`assets.freezeLevel.${one}`)])}
        onChoose={setWanted}
      />
      <OrderField
        label={text('assets.order')}
        value={reference}
        isTried={isTried}
        onChange={setReference}
      />
      <SignedToo parties={others} />
      <Button type="submit" look="primary">
        {text('assets.review')}
      </Button>
    </form>
  );
}

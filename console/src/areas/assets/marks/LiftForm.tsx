/** The form that lifts a mark: on which order, and who else has to sign. */

import { type ReactNode, type SubmitEvent, useState } from 'react';

import { useText } from '../../../text/context.tsx';
import { Button } from '../../../ui/Button.tsx';
import styles from '../Assets.module.css';
import { SignedToo } from '../parts/SignedToo.tsx';
import type { Act } from '../signing/act.ts';
import { markAct, type Marking } from './mark-act.ts';
import { orderFrom, OrderField } from './OrderField.tsx';

export interface LiftFormProps extends Omit<Marking, 'method' | 'reference'> {
  readonly onReady: (act: Act) => void;
}

export function LiftForm({ onReady, ...lifted }: LiftFormProps): ReactNode {
  const { level, others } = lifted;
  const text = useText();
  const [order, setOrder] = useState('');
  const [isTried, setTried] = useState(false);
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    setTried(true);
    const reference = orderFrom(order);
    if (reference !== undefined) onReady(markAct({ ...lifted, method: 'unmark', reference }));
  };
  return (
    <form onSubmit={submit} noValidate className={styles['form']} aria-label={text('assets.lift')}>
      <p>{text(`assets.liftLevel.${level}`)}</p>
      <OrderField
        label={text('assets.liftOrder')}
        value={order}
        isTried={isTried}
        onChange={setOrder}
      />
      <SignedToo parties={others} />
      <Button type="submit" look="primary">
        {text('assets.review')}
      </Button>
    </form>
  );
}

export interface LiftButtonProps {
  readonly isOpen: boolean;
  readonly onToggle: () => void;
}

/** Opens the form beside a mark, and closes it again. */
export function LiftButton({ isOpen, onToggle }: LiftButtonProps): ReactNode {
  const text = useText();
  return (
    <Button aria-expanded={isOpen} onClick={onToggle}>
      {text('assets.lift')}
    </Button>
  );
}

/** A button for what cannot be taken back: it asks first, says what will happen, and says why when it did not. */

import { type ReactNode, useState } from 'react';

import { useText } from '../../../text/context.tsx';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { Fault } from '../../sign-in/parts/Fault.tsx';
import type { Change } from '../queries.ts';
import styles from '../Settings.module.css';

export interface ConfirmProps<Given> {
  /** On the button, and on the one that means it. */
  readonly act: string;
  /** What will happen. */
  readonly sentence: string;
  readonly given: Given;
  readonly change: Change<Given, unknown>;
}

export function Confirm<Given>({ act, sentence, given, change }: ConfirmProps<Given>): ReactNode {
  const text = useText();
  const [isOpen, setOpen] = useState(false);
  const open = (): void => {
    change.reset();
    setOpen(true);
  };
  return (
    <>
      <Button look="danger" onClick={open}>
        {act}
      </Button>
      <Dialog title={act} isOpen={isOpen} onClose={() => setOpen(false)}>
        <div className={styles['stack']}>
          <p>{sentence}</p>
          {change.isError && <Fault error={change.error} />}
          <div className={styles['acts']}>
            <Button
              look="danger"
              disabled={change.isPending}
              onClick={() => change.mutate(given, { onSuccess: () => setOpen(false) })}
            >
              {act}
            </Button>
            <Button onClick={() => setOpen(false)}>{text('ui.cancel')}</Button>
          </div>
        </div>
      </Dialog>
    </>
  );
}

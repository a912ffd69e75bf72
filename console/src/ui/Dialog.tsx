/** A dialog of the browser's own: it holds the focus, closes by Escape, and gives the focus back. */

import { type ReactNode, useEffect, useId, useRef } from 'react';

import { useText } from '../text/context.tsx';
import { Button } from './Button.tsx';
import styles from './Dialog.module.css';

export interface DialogProps {
  readonly title: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  /** At the side for what is read along with the page, else in the middle. */
  readonly place?: 'middle' | 'side';
  readonly children: ReactNode;
}

export function Dialog(props: DialogProps): ReactNode {
  const { title, isOpen, onClose, place = 'middle', children } = props;
  const text = useText();
  const reference = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const dialog = reference.current;
    if (isOpen && dialog?.open === false) dialog.showModal();
    if (!isOpen && dialog?.open === true) dialog.close();
  }, [isOpen]);
  return (
    <dialog
      ref={reference}
      aria-labelledby={titleId}
      className={`${styles['dialog'] ?? ''} ${styles[place] ?? ''}`}
      onClose={onClose}
    >
      <div className={styles['head']}>
        <h2 id={titleId}>{title}</h2>
        <Button look="quiet" onClick={onClose}>
          {text('ui.close')}
        </Button>
      </div>
      {isOpen && children}
    </dialog>
  );
}

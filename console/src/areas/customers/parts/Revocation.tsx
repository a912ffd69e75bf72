/** Asks before a key is revoked, because it cannot be taken back. */

import type { ReactNode } from 'react';

import { visibleText } from '../../../proof/visible-text.ts';
import { useText } from '../../../text/context.tsx';
import { Button } from '../../../ui/Button.tsx';
import { CallDrawer } from '../../../ui/CallDrawer.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { type CustomerKey, useRevocation } from '../queries.ts';
import styles from './form.module.css';
import { FormProblem } from './FormParts.tsx';

export interface RevocationProps {
  /** The customer's. */
  readonly id: string;
  /** Undefined: nothing is asked. */
  readonly revoking: CustomerKey | undefined;
  readonly onClose: () => void;
}

export function Revocation({ id, revoking, onClose }: RevocationProps): ReactNode {
  const text = useText();
  const { mutate, error, isPending, reset } = useRevocation(id);
  const close = (): void => {
    reset();
    onClose();
  };
  const key = revoking?.id ?? '';
  return (
    <Dialog
      title={text('customers.revokeTitle', { name: visibleText(revoking?.name ?? '') })}
      isOpen={revoking !== undefined}
      onClose={close}
    >
      <div className={styles['form']}>
        <p>{text('customers.revokeLead')}</p>
        <FormProblem error={error} />
        <div className={styles['acts']}>
          <Button
            look="danger"
            disabled={isPending}
            onClick={() => mutate(key, { onSuccess: close })}
          >
            {text('customers.revokeGo')}
          </Button>
          <Button onClick={close}>{text('ui.cancel')}</Button>
          <CallDrawer
            call={{ method: 'DELETE', path: `/v1/keys/${key}`, command: `key revoke ${key}` }}
          />
        </div>
      </div>
    </Dialog>
  );
}

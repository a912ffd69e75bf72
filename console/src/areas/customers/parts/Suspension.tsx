/** Suspends a customer after asking, and lets it in again at once. */

import { type ReactNode, useState } from 'react';

import { visibleText } from '../../../proof/visible-text.ts';
import { useText } from '../../../text/context.tsx';
import { Button } from '../../../ui/Button.tsx';
import { CallDrawer } from '../../../ui/CallDrawer.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { type Customer, useCustomerChange } from '../queries.ts';
import styles from './form.module.css';
import { FormProblem } from './FormParts.tsx';

export function Suspension({ customer }: { readonly customer: Customer }): ReactNode {
  const text = useText();
  const [isOpen, setOpen] = useState(false);
  const change = useCustomerChange();
  const path = `/v1/customers/${customer.id}`;
  const body = { suspended: !customer.suspended };
  const send = (): void => {
    change.mutate({ path, asked: { method: 'PATCH', body } }, { onSuccess: () => setOpen(false) });
  };
  if (customer.suspended) {
    return (
      <>
        <Button disabled={change.isPending} onClick={send}>
          {text('customers.resume')}
        </Button>
        <FormProblem error={change.error} />
      </>
    );
  }
  return (
    <>
      <Button onClick={() => setOpen(true)}>{text('customers.suspend')}</Button>
      <Dialog
        title={text('customers.suspendTitle', { name: visibleText(customer.name) })}
        isOpen={isOpen}
        onClose={() => setOpen(false)}
      >
        <div className={styles['form']}>
          <p>{text('customers.suspendLead')}</p>
          <FormProblem error={change.error} />
          <div className={styles['acts']}>
            <Button look="danger" disabled={change.isPending} onClick={send}>
              {text('customers.suspendGo')}
            </Button>
            <Button onClick={() => setOpen(false)}>{text('ui.cancel')}</Button>
            <CallDrawer
              call={{
                method: 'PATCH',
                path,
                body,
                command: `customer change --suspend ${customer.id}`,
              }}
            />
          </div>
        </div>
      </Dialog>
    </>
  );
}

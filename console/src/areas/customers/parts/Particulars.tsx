/** Name and visibility of a customer. */

import { type ReactNode, type SubmitEvent, useState } from 'react';

import { useText } from '../../../text/context.tsx';
import { Button } from '../../../ui/Button.tsx';
import { CallDrawer } from '../../../ui/CallDrawer.tsx';
import { Section } from '../../../ui/Page.tsx';
import { changeCommand } from '../commands.ts';
import { type Customer, useCustomerChange } from '../queries.ts';
import styles from './form.module.css';
import { CustomerName, Visibility } from './fields.tsx';
import { FormProblem } from './FormParts.tsx';

export function Particulars({ customer }: { readonly customer: Customer }): ReactNode {
  const text = useText();
  const { publicLookup, disclosed } = customer;
  const [draft, setDraft] = useState({ name: customer.name, publicLookup, disclosed });
  const change = useCustomerChange();
  const path = `/v1/customers/${customer.id}`;
  const body = { ...draft, name: draft.name.trim() };
  const save = (event: SubmitEvent): void => {
    event.preventDefault();
    change.mutate({ path, asked: { method: 'PATCH', body } });
  };
  return (
    <Section title={text('customers.rename')}>
      <form className={styles['form']} onSubmit={save}>
        <CustomerName value={draft.name} onType={(name) => setDraft({ ...draft, name })} />
        <Visibility of={draft} onChange={(visibility) => setDraft({ ...draft, ...visibility })} />
        <FormProblem error={change.error} />
        <div className={styles['acts']}>
          <Button type="submit" disabled={change.isPending}>
            {text('customers.save')}
          </Button>
          <CallDrawer
            call={{ method: 'PATCH', path, body, command: changeCommand(customer.id, draft) }}
          />
          <span role="status" className={styles['done']}>
            {change.isSuccess && text('customers.saved')}
          </span>
        </div>
      </form>
    </Section>
  );
}

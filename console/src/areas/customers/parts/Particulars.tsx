/** Name and visibility of a customer. */

import { type ReactNode, type SubmitEvent, useState } from 'react';

import { useText } from '../../../text/context.tsx';
import { Button } from '../../../ui/Button.tsx';
import { CallDrawer } from '../../../ui/CallDrawer.tsx';
import { Field } from '../../../ui/Field.tsx';
import { Section } from '../../../ui/Page.tsx';
import { changeCommand } from '../commands.ts';
import { type Customer, useCustomerChange } from '../queries.ts';
import styles from './form.module.css';
import { Check, FormProblem } from './FormParts.tsx';

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
        <Field
          label={text('customers.name')}
          help={text('customers.nameHelp')}
          value={draft.name}
          required
          maxLength={200}
          autoComplete="off"
          onChange={({ target }) => setDraft({ ...draft, name: target.value })}
        />
        <Check
          name={text('customers.publicLookup')}
          help={text('customers.publicLookupHelp')}
          isChecked={draft.publicLookup}
          onCheck={(isChecked) => setDraft({ ...draft, publicLookup: isChecked })}
        />
        <Check
          name={text('customers.disclose')}
          help={text('customers.discloseHelp')}
          isChecked={draft.disclosed}
          onCheck={(isChecked) => setDraft({ ...draft, disclosed: isChecked })}
        />
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

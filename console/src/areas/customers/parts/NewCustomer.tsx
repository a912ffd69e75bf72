/** Opens an account for somebody. One idempotency key for the form: pressing twice opens one. */

import { type ReactNode, type SubmitEvent, useState } from 'react';
import { useLocation } from 'wouter';

import { newRandomId } from '../../../api/random-id.ts';
import { useText } from '../../../text/context.tsx';
import { Button } from '../../../ui/Button.tsx';
import { CallDrawer } from '../../../ui/CallDrawer.tsx';
import { Field } from '../../../ui/Field.tsx';
import { createCommand } from '../commands.ts';
import { customerBody, type CustomerDraft, customerFaults, NEW_CUSTOMER } from '../drafts.ts';
import { useCustomerChange } from '../queries.ts';
import styles from './form.module.css';
import { CustomerName, PublicKey, Visibility } from './fields.tsx';
import { Choices, FormProblem } from './FormParts.tsx';

const PATH = '/v1/customers';

export function NewCustomer(): ReactNode {
  const text = useText();
  const [, go] = useLocation();
  const [draft, setDraft] = useState(NEW_CUSTOMER);
  const [idempotencyKey] = useState(newRandomId);
  const [isTried, setTried] = useState(false);
  const creation = useCustomerChange();
  const faults = customerFaults(draft);
  const body = customerBody(draft);
  const create = (event: SubmitEvent): void => {
    event.preventDefault();
    setTried(true);
    if (Object.keys(faults).length > 0) return;
    creation.mutate(
      { path: PATH, asked: { method: 'POST', body, idempotencyKey } },
      { onSuccess: ({ id }) => go(`/customers/${id}`) },
    );
  };
  return (
    <form className={styles['form']} onSubmit={create}>
      <CustomerFields draft={draft} onChange={setDraft} faults={isTried ? faults : {}} />
      <FormProblem error={creation.error} />
      <div className={styles['acts']}>
        <Button type="submit" look="primary" disabled={creation.isPending}>
          {text('customers.create')}
        </Button>
        <CallDrawer call={{ method: 'POST', path: PATH, body, command: createCommand(draft) }} />
        <span role="status">{creation.isPending && text('customers.creating')}</span>
      </div>
    </form>
  );
}

interface CustomerFieldsProps {
  readonly draft: CustomerDraft;
  readonly onChange: (draft: CustomerDraft) => void;
  readonly faults: ReturnType<typeof customerFaults>;
}

function CustomerFields({ draft, onChange, faults }: CustomerFieldsProps): ReactNode {
  return (
    <>
      <CustomerName value={draft.name} onType={(name) => onChange({ ...draft, name })} />
      <Signer draft={draft} onChange={onChange} faults={faults} />
      <Quota draft={draft} onChange={onChange} faults={faults} />
      <Visibility of={draft} onChange={(visibility) => onChange({ ...draft, ...visibility })} />
    </>
  );
}

function Signer({ draft, onChange, faults }: CustomerFieldsProps): ReactNode {
  const text = useText();
  return (
    <>
      <Choices
        legend={text('customers.signer')}
        value={draft.custody}
        onChoose={(custody) => onChange({ ...draft, custody })}
        choices={[
          {
            value: 'hosted',
            name: text('customers.signerHosted'),
            help: text('customers.signerHostedHelp'),
          },
          {
            value: 'own',
            name: text('customers.signerOwn'),
            help: text('customers.signerOwnHelp'),
          },
        ]}
      />
      {draft.custody === 'own' && (
        <PublicKey
          value={draft.publicKey}
          fault={faults.publicKey}
          onType={(publicKey) => onChange({ ...draft, publicKey })}
        />
      )}
    </>
  );
}

function Quota({ draft, onChange, faults }: CustomerFieldsProps): ReactNode {
  const text = useText();
  return (
    <>
      <Choices
        legend={text('customers.quota')}
        value={draft.isLimited ? 'some' : 'none'}
        onChoose={(choice) => onChange({ ...draft, isLimited: choice === 'some' })}
        choices={[
          { value: 'none', name: text('customers.quotaNone') },
          { value: 'some', name: text('customers.quotaSome') },
        ]}
      />
      {draft.isLimited && (
        <Field
          label={text('customers.units')}
          help={text('customers.unitsHelp')}
          fault={faults.units && text(faults.units)}
          inputMode="numeric"
          value={draft.units}
          onChange={({ target }) => onChange({ ...draft, units: target.value })}
        />
      )}
    </>
  );
}

/** How much a customer may still use: adding a package to it, or setting it anew. */

import { type ReactNode, type SubmitEvent, useState } from 'react';

import { newRandomId } from '../../../api/random-id.ts';
import { useText } from '../../../text/context.tsx';
import { Button } from '../../../ui/Button.tsx';
import { CallDrawer } from '../../../ui/CallDrawer.tsx';
import { Field } from '../../../ui/Field.tsx';
import { Section } from '../../../ui/Page.tsx';
import { readUnits } from '../drafts.ts';
import { type Customer, useCustomerChange } from '../queries.ts';
import { useUnitsText } from './CustomerTags.tsx';
import styles from './form.module.css';
import { FormProblem } from './FormParts.tsx';

interface CustomerProps {
  readonly customer: Customer;
}

export function QuotaForms({ customer }: CustomerProps): ReactNode {
  const text = useText();
  const unitsText = useUnitsText();
  return (
    <Section title={text('customers.quotaTitle')}>
      <p className={styles['above']}>
        {text('customers.quotaLeftNow', { units: unitsText(customer.quotaLeft) })}
      </p>
      <div className={styles['columns']}>
        {customer.quotaLeft === null ? <NoPackage /> : <Package customer={customer} />}
        <Anew customer={customer} />
      </div>
    </Section>
  );
}

function NoPackage(): ReactNode {
  const text = useText();
  return (
    <div>
      <h3>{text('customers.add')}</h3>
      <p>{text('customers.addUnlimited')}</p>
    </div>
  );
}

/** A package is a sale: its key goes with it until it is through, so that it is never added twice. */
function Package({ customer }: CustomerProps): ReactNode {
  const text = useText();
  const unitsText = useUnitsText();
  const [typed, setTyped] = useState('');
  const [isTried, setTried] = useState(false);
  const [idempotencyKey, setIdempotencyKey] = useState(newRandomId);
  const addition = useCustomerChange();
  const units = readUnits(typed);
  const path = `/v1/customers/${customer.id}/quota/additions`;
  const add = (event: SubmitEvent): void => {
    event.preventDefault();
    setTried(units === undefined);
    if (units === undefined) return;
    const asked = { method: 'POST', body: { units }, idempotencyKey } as const;
    const onSuccess = (): void => {
      setTyped('');
      setIdempotencyKey(newRandomId());
    };
    addition.mutate({ path, asked }, { onSuccess });
  };
  return (
    <form className={styles['form']} onSubmit={add}>
      <h3>{text('customers.add')}</h3>
      <div className={styles['line']}>
        <UnitsField
          label={text('customers.addUnits')}
          value={typed}
          help={text('customers.addHelp')}
          isFaulty={isTried && units === undefined}
          onChange={setTyped}
        />
        <Button type="submit" disabled={addition.isPending}>
          {text('customers.addGo')}
        </Button>
      </div>
      <FormProblem error={addition.error} />
      <span role="status" className={styles['done']}>
        {addition.data !== undefined &&
          text('customers.added', { units: unitsText(addition.data.quotaLeft) })}
      </span>
      <div>
        <CallDrawer
          call={{
            method: 'POST',
            path,
            body: { units: units ?? 0 },
            command: `customer quota ${customer.id} add ${String(units ?? 0)}`,
          }}
        />
      </div>
    </form>
  );
}

function Anew({ customer }: CustomerProps): ReactNode {
  const text = useText();
  const [typed, setTyped] = useState('');
  const [isTried, setTried] = useState(false);
  const change = useCustomerChange();
  const units = readUnits(typed);
  const path = `/v1/customers/${customer.id}/quota`;
  const set = (body: { readonly units: number | null }): void => {
    change.mutate({ path, asked: { method: 'PUT', body } }, { onSuccess: () => setTyped('') });
  };
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    setTried(units === undefined);
    if (units !== undefined) set({ units });
  };
  return (
    <form className={styles['form']} onSubmit={submit}>
      <h3>{text('customers.set')}</h3>
      <div className={styles['line']}>
        <UnitsField
          label={text('customers.setUnits')}
          value={typed}
          help={text('customers.setHelp')}
          isFaulty={isTried && units === undefined}
          onChange={setTyped}
        />
        <Button type="submit" disabled={change.isPending}>
          {text('customers.setGo')}
        </Button>
      </div>
      <FormProblem error={change.error} />
      <span role="status" className={styles['done']}>
        {change.isSuccess && text('customers.saved')}
      </span>
      <div className={styles['acts']}>
        {customer.quotaLeft !== null && (
          <Button disabled={change.isPending} onClick={() => set({ units: null })}>
            {text('customers.setNone')}
          </Button>
        )}
        <CallDrawer
          call={{
            method: 'PUT',
            path,
            body: { units: units ?? null },
            command: `customer quota ${customer.id} set ${String(units ?? 'none')}`,
          }}
        />
      </div>
    </form>
  );
}

interface UnitsFieldProps {
  readonly label: string;
  readonly value: string;
  readonly help: string;
  readonly isFaulty: boolean;
  readonly onChange: (value: string) => void;
}

function UnitsField({ label, value, help, isFaulty, onChange }: UnitsFieldProps): ReactNode {
  const text = useText();
  return (
    <Field
      label={label}
      help={help}
      fault={isFaulty ? text('customers.unitsFault') : undefined}
      inputMode="numeric"
      autoComplete="off"
      value={value}
      onChange={({ target }) => onChange(target.value)}
    />
  );
}

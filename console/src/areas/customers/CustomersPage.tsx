/** All customers: who they are, what they may still use; and opening an account for another. */

import { type ReactNode, useState } from 'react';

import { useText } from '../../text/context.tsx';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Field } from '../../ui/Field.tsx';
import { Gate } from '../../ui/Gate.tsx';
import { Page, Section } from '../../ui/Page.tsx';
import { Answered, Empty } from '../../ui/States.tsx';
import { CustomerTable } from './parts/CustomerTable.tsx';
import { NewCustomer } from './parts/NewCustomer.tsx';
import { type Customer, useCustomers } from './queries.ts';

export function CustomersPage(): ReactNode {
  const text = useText();
  return (
    <Gate scope="admin" title={text('nav.customers')}>
      <Customers />
    </Gate>
  );
}

function Customers(): ReactNode {
  const text = useText();
  const customers = useCustomers();
  const [isCreating, setCreating] = useState(false);
  const openForm = (): void => setCreating(true);
  return (
    <Page
      title={text('nav.customers')}
      lead={text('customers.lead')}
      call={{ method: 'GET', path: '/v1/customers', command: 'customer list' }}
      actions={
        <Button look="primary" onClick={openForm}>
          {text('customers.new')}
        </Button>
      }
    >
      <Answered of={customers} rows={6}>
        {(items) => <CustomerList customers={items} onCreate={openForm} />}
      </Answered>
      <Dialog title={text('customers.new')} isOpen={isCreating} onClose={() => setCreating(false)}>
        <NewCustomer />
      </Dialog>
    </Page>
  );
}

interface CustomerListProps {
  readonly customers: readonly Customer[];
  readonly onCreate: () => void;
}

function CustomerList({ customers, onCreate }: CustomerListProps): ReactNode {
  const text = useText();
  const [typed, setTyped] = useState('');
  const wanted = typed.trim().toLowerCase();
  const found = customers.filter(({ name, id, account }) =>
    [name.toLowerCase(), id, account].some((value) => value.includes(wanted)),
  );
  return (
    <Section title={text('customers.back')}>
      {customers.length > 1 && (
        <Field
          type="search"
          label={text('customers.filter')}
          value={typed}
          onChange={({ target }) => setTyped(target.value)}
        />
      )}
      {found.length === 0 && <Empty sentence={text('customers.none')} />}
      {found.length > 0 && <CustomerTable customers={found} />}
      {customers.length === 1 && (
        <Empty
          sentence={text('customers.only')}
          action={<Button onClick={onCreate}>{text('customers.new')}</Button>}
        />
      )}
    </Section>
  );
}

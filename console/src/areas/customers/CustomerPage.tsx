/** One customer: what it is, what it may still use, its keys; and everything the operator can change about it. */

import type { ReactNode } from 'react';
import { Link, useParams } from 'wouter';

import { isCode } from '../../api/api-error.ts';
import { visibleText } from '../../proof/visible-text.ts';
import { useText } from '../../text/context.tsx';
import { HashLink } from '../../ui/ChainLinks.tsx';
import { Gate } from '../../ui/Gate.tsx';
import { HashText } from '../../ui/HashText.tsx';
import { Facts } from '../../ui/Facts.tsx';
import { Page, Section } from '../../ui/Page.tsx';
import { Answered, Empty } from '../../ui/States.tsx';
import { TimeText } from '../../ui/TimeText.tsx';
import { CustomerTags } from './parts/CustomerTags.tsx';
import { Keys } from './parts/Keys.tsx';
import { Particulars } from './parts/Particulars.tsx';
import { QuotaForms } from './parts/QuotaForms.tsx';
import { Suspension } from './parts/Suspension.tsx';
import { type Customer, useCustomer } from './queries.ts';

export function CustomerPage(): ReactNode {
  const text = useText();
  const { id = '' } = useParams();
  return (
    <Gate scope="admin" title={text('customers.facts')}>
      <KnownId key={id} id={id} />
    </Gate>
  );
}

function KnownId({ id }: { readonly id: string }): ReactNode {
  const text = useText();
  const customer = useCustomer(id);
  return (
    <Page
      title={
        customer.data === undefined ? text('customers.facts') : visibleText(customer.data.name)
      }
      call={{ method: 'GET', path: `/v1/customers/${id}` }}
      actions={customer.data !== undefined && <Suspension customer={customer.data} />}
    >
      {isCode(customer.error, 'CUSTOMER_UNKNOWN') ? (
        <Empty
          sentence={text('customers.unknown')}
          action={<Link href="/customers">{text('customers.back')}</Link>}
        />
      ) : (
        <Answered of={customer} rows={6}>
          {(data) => (
            <>
              <CustomerFacts customer={data} />
              <QuotaForms customer={data} />
              <Keys id={data.id} />
              <Particulars key={data.id} customer={data} />
            </>
          )}
        </Answered>
      )}
    </Page>
  );
}

function CustomerFacts({ customer }: { readonly customer: Customer }): ReactNode {
  const text = useText();
  const { id, account, custody, keyAlgorithm, createdAt } = customer;
  return (
    <Section title={text('customers.facts')}>
      <Facts
        items={[
          [text('customers.state'), <CustomerTags key="state" customer={customer} />],
          [text('customers.id'), <HashText key="id" value={id} what={text('customers.id')} />],
          [
            text('customers.account'),
            <HashLink
              key="account"
              value={account}
              what={text('customers.account')}
              href={`/explorer/accounts/${account}`}
              copyable
            />,
          ],
          [
            text('customers.custody'),
            text(custody === 'own' ? 'customers.custodyOwn' : 'customers.custodyHosted'),
          ],
          [text('customers.algorithm'), keyAlgorithm],
          [text('customers.createdAt'), <TimeText key="created" at={createdAt} />],
          [
            text('customers.usage'),
            <Link key="usage" href={`/usage?customer=${id}`}>
              {text('nav.usage')}
            </Link>,
          ],
        ]}
      />
    </Section>
  );
}

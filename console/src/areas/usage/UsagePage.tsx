/** What was used: a chart to see it, a table with the same numbers, a file to take along, and a second count from the ledger itself. */

import { type ReactNode, useState } from 'react';
import { useSearch } from 'wouter';

import { mayDo, useSession } from '../../api/session.ts';
import { useText } from '../../text/context.tsx';
import { Behind } from '../../ui/Behind.tsx';
import { LinkButton } from '../../ui/LinkButton.tsx';
import { DownloadButton } from '../../ui/DownloadButton.tsx';
import { Gate } from '../../ui/Gate.tsx';
import { Page, Section } from '../../ui/Page.tsx';
import { Answered, Empty } from '../../ui/States.tsx';
import { type Customer, useCustomers } from '../customers/queries.ts';
import { CustomerSums } from './parts/CustomerSums.tsx';
import { DayChart } from './parts/DayChart.tsx';
import { RangeForm } from './parts/RangeForm.tsx';
import { Recount } from './parts/Recount.tsx';
import { UsageTable } from './parts/UsageTable.tsx';
import { usageCsv, useUsage } from './queries.ts';
import { lastDays, queryOf, type UsageRange, type UsageRow } from './usage-sums.ts';

export function UsagePage(): ReactNode {
  const text = useText();
  return (
    <Gate scope="evidence:read" title={text('nav.usage')}>
      <RangeOfUsage />
    </Gate>
  );
}

function RangeOfUsage(): ReactNode {
  const text = useText();
  const { data: session } = useSession();
  const isAdmin = mayDo(session, 'admin');
  const asked = new URLSearchParams(useSearch()).get('customer') ?? '';
  const [range, setRange] = useState(() => lastDays(Date.now(), asked));
  const usage = useUsage(range);
  const { data: customers = [] } = useCustomers(isAdmin);
  return (
    <Page
      title={text('nav.usage')}
      lead={text(isAdmin ? 'usage.lead' : 'usage.leadOwn')}
      call={{ method: 'GET', path: '/v1/usage', query: queryOf(range), command: 'usage' }}
      actions={
        <DownloadButton
          label={text('usage.csv')}
          fileName={`usage-${range.from}-${range.to}.csv`}
          fetchFile={() => usageCsv(range)}
        />
      }
    >
      <Section title={text('usage.range')}>
        <RangeForm range={range} customers={customers} onChange={setRange} />
      </Section>
      <Behind />
      <Answered of={usage} rows={8}>
        {(rows) => <Usage rows={rows} range={range} customers={customers} />}
      </Answered>
    </Page>
  );
}

interface UsageProps {
  readonly rows: readonly UsageRow[];
  readonly range: UsageRange;
  readonly customers: readonly Customer[];
}

function Usage({ rows, range, customers }: UsageProps): ReactNode {
  const text = useText();
  const names = new Map(customers.map(({ id, name }) => [id, name]));
  return (
    <>
      {rows.length === 0 ? (
        <Section title={text('usage.chart')}>
          <Empty
            sentence={text('usage.empty')}
            action={<LinkButton href="/">{text('usage.notarise')}</LinkButton>}
          />
        </Section>
      ) : (
        <>
          <DayChart rows={rows} />
          <Section title={text('usage.byCustomer')}>
            <CustomerSums rows={rows} names={names} />
          </Section>
          <Section title={text('usage.byDay')}>
            <UsageTable rows={rows} names={names} />
          </Section>
        </>
      )}
      <Recount key={JSON.stringify(range)} rows={rows} range={range} names={names} />
    </>
  );
}

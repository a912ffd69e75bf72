/** Counts usage again from the ledger itself, and says whether it agrees with what is shown. */

import type { ReactNode } from 'react';

import { problemOf } from '../../../api/api-error.ts';
import { useText } from '../../../text/context.tsx';
import { Banner } from '../../../ui/Banner.tsx';
import { Button } from '../../../ui/Button.tsx';
import { CallDrawer } from '../../../ui/CallDrawer.tsx';
import { DataTable } from '../../../ui/DataTable.tsx';
import { Section } from '../../../ui/Page.tsx';
import { Loading, ProblemText } from '../../../ui/States.tsx';
import { useRecount } from '../queries.ts';
import {
  type Amounts,
  type Difference,
  differencesBetween,
  MEASURES,
  queryOf,
  type UsageRange,
  type UsageRow,
} from '../usage-sums.ts';
import { CustomerName } from './CustomerName.tsx';
import styles from './Recount.module.css';

const PORTION = 50;

export interface RecountProps {
  readonly rows: readonly UsageRow[];
  readonly range: UsageRange;
  readonly names: ReadonlyMap<string, string>;
}

export function Recount({ rows, range, names }: RecountProps): ReactNode {
  const text = useText();
  const { mutate, data, error, isPending } = useRecount();
  return (
    <Section
      title={text('usage.recount')}
      actions={
        <div className={styles['acts']}>
          <CallDrawer
            call={{
              method: 'GET',
              path: '/v1/usage',
              query: { ...queryOf(range), source: 'ledger' },
            }}
          />
          <Button disabled={isPending} onClick={() => mutate(range)}>
            {text('usage.recount')}
          </Button>
        </div>
      }
    >
      <div className={styles['recount']}>
        <p>{text('usage.recountLead')}</p>
        {isPending && <p role="status">{text('usage.recounting')}</p>}
        {isPending && <Loading rows={2} />}
        {error !== null && (
          <Banner tone="failed">
            <ProblemText problem={problemOf(error)} />
          </Banner>
        )}
        {data !== undefined && (
          <Verdict differences={differencesBetween(rows, data)} count={data.length} names={names} />
        )}
      </div>
    </Section>
  );
}

interface VerdictProps {
  readonly differences: readonly Difference[];
  readonly count: number;
  readonly names: ReadonlyMap<string, string>;
}

function Verdict({ differences, count, names }: VerdictProps): ReactNode {
  const text = useText();
  if (differences.length === 0) {
    return <Banner tone="ok">{text('usage.agrees', { count })}</Banner>;
  }
  return (
    <>
      <Banner tone="failed">{text('usage.differs', { count: differences.length })}</Banner>
      <DataTable
        label={text('usage.differences')}
        rows={differences}
        keyOf={({ day, customer }) => `${day} ${customer}`}
        portion={PORTION}
        columns={[
          { id: 'day', title: text('usage.day'), cell: ({ day }) => day },
          {
            id: 'customer',
            title: text('usage.customer'),
            cell: ({ customer }) => <CustomerName id={customer} names={names} />,
          },
          {
            id: 'shown',
            title: text('usage.shown'),
            cell: ({ shown }) => <AmountsText amounts={shown} />,
          },
          {
            id: 'ledger',
            title: text('usage.ledger'),
            cell: ({ counted }) => <AmountsText amounts={counted} />,
          },
        ]}
      />
    </>
  );
}

function AmountsText({ amounts }: { readonly amounts: Amounts | undefined }): ReactNode {
  const text = useText();
  if (amounts === undefined) return text('ui.none');
  return MEASURES.map(
    (measure) => `${text(`usage.${measure}`)} ${amounts[measure].toLocaleString()}`,
  ).join(' · ');
}

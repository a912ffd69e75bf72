/** Balances and outputs of an account. */

import type { ReactNode } from 'react';

import { useText } from '../../../text/context.tsx';
import { CallDrawer } from '../../../ui/CallDrawer.tsx';
import { Section } from '../../../ui/Page.tsx';
import { Answered, Empty } from '../../../ui/States.tsx';
import { MarksOn } from '../marks/StandingMarks.tsx';
import { accountPath, useBalances, useOutputs } from '../queries.ts';
import { BalanceTable } from './BalanceTable.tsx';
import { Listed } from './Listed.tsx';
import { OutputTable } from './OutputTable.tsx';

export interface HoldingsProps {
  readonly account: string;
  /** What to do about having nothing. */
  readonly action?: ReactNode;
}

export function Holdings({ account, action }: HoldingsProps): ReactNode {
  const text = useText();
  const balances = useBalances(account);
  const outputs = useOutputs(account);
  return (
    <>
      <MarksOn target={{ on: 'party', party: account }} />
      <Section title={text('assets.balances')}>
        <Answered of={balances}>
          {(data) =>
            data.items.length === 0 ? (
              <Empty sentence={text('assets.noHoldings')} action={action} />
            ) : (
              <BalanceTable balances={data} />
            )
          }
        </Answered>
      </Section>
      <Section
        title={text('assets.outputs')}
        actions={
          <CallDrawer
            call={{
              method: 'GET',
              path: accountPath(account, 'outputs'),
              isOpen: true,
              command: `asset list --of ${account}`,
            }}
          />
        }
      >
        <Listed of={outputs} empty={<Empty sentence={text('assets.noOutputs')} />}>
          {(items) => <OutputTable label={text('assets.outputs')} outputs={items} />}
        </Listed>
      </Section>
    </>
  );
}

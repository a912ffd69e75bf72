/** Holds that wait for me: what, from whom, until when, and what I can do about each. */

import type { ReactNode } from 'react';

import type { OutputView } from '@stele/protocol';

import { useText } from '../../text/context.tsx';
import { CallDrawer } from '../../ui/CallDrawer.tsx';
import { LinkButton } from '../../ui/LinkButton.tsx';
import { Section } from '../../ui/Page.tsx';
import { Empty } from '../../ui/States.tsx';
import styles from './Assets.module.css';
import { deadlineOf, exitsOf, type Hold, readOwner, standingOf } from './owner.ts';
import { Amount, ClassLink } from './parts/Amount.tsx';
import { AssetsPage } from './parts/AssetsPage.tsx';
import { Bound, ExitName } from './parts/ExitList.tsx';
import { Listed } from './parts/Listed.tsx';
import { MyAccount } from './parts/MyAccount.tsx';
import { OutputLink } from './parts/OutputLink.tsx';
import { PartyLink } from './parts/PartyLink.tsx';
import { Reason } from './parts/Reason.tsx';
import { Marks } from './parts/Standing.tsx';
import { useNowMs } from './parts/use-now.ts';
import { accountPath, useHolds } from './queries.ts';

export function HoldsPage(): ReactNode {
  const text = useText();
  return (
    <AssetsPage title={text('assets.holds')} lead={text('assets.holdsLead')}>
      <MyAccount>{(account) => <Waiting account={account} />}</MyAccount>
    </AssetsPage>
  );
}

function Waiting({ account }: { readonly account: string }): ReactNode {
  const text = useText();
  const holds = useHolds(account);
  return (
    <Section
      title={text('assets.holdsWaiting')}
      actions={
        <CallDrawer
          call={{
            method: 'GET',
            path: accountPath(account, 'holds'),
            isOpen: true,
            command: `asset list --waiting --of ${account}`,
          }}
        />
      }
    >
      <Listed
        of={holds}
        empty={
          <Empty
            sentence={text('assets.noHolds')}
            action={<LinkButton href="/assets/mine">{text('assets.toMine')}</LinkButton>}
          />
        }
      >
        {(items) => (
          <ul aria-label={text('assets.holdsWaiting')} className={styles['exits']}>
            {items.map((output) => (
              <li key={output.id}>
                <HoldLine output={output} account={account} />
              </li>
            ))}
          </ul>
        )}
      </Listed>
    </Section>
  );
}

interface HoldLineProps {
  readonly output: OutputView;
  readonly account: string;
}

function HoldLine({ output, account }: HoldLineProps): ReactNode {
  const text = useText();
  const nowMs = useNowMs();
  const owner = readOwner(output.owner);
  if (owner?.kind !== 'hold') return <OutputLink id={output.id} />;
  const { hold } = owner;
  const deadline = deadlineOf(hold, nowMs);
  return (
    <>
      <div className={styles['tight']}>
        <p className={styles['line']}>
          <strong>
            <Amount units={output.amount} of={output.class} />
          </strong>
          <ClassLink of={output.class} />
          <Reason reason={hold.reason} />
        </p>
        <p className={styles['line']}>
          <span className={styles['soft']}>{text('assets.countsFor')}</span>
          <PartyLink party={hold.for} />
        </p>
        {deadline !== undefined && <Bound name={text('assets.deadline')} atMs={deadline} />}
        <p className={styles['line']}>
          <span className={styles['soft']}>{text('assets.output')}</span>
          <OutputLink id={output.id} />
        </p>
        <Marks marks={output.marks} />
      </div>
      <ExitLinks id={output.id} hold={hold} account={account} />
    </>
  );
}

/** The exits that I may take now. */
function ExitLinks({
  id,
  hold,
  account,
}: {
  readonly id: string;
  readonly hold: Hold;
  readonly account: string;
}): ReactNode {
  const nowMs = useNowMs();
  const open = exitsOf(hold, account).filter((exit) => standingOf(exit, nowMs) === 'open');
  return (
    <div className={styles['acts']}>
      {open.map(({ name }) => (
        <LinkButton key={name} href={`/assets/outputs/${id}?exit=${encodeURIComponent(name)}`}>
          <ExitName name={name} />
        </LinkButton>
      ))}
    </div>
  );
}

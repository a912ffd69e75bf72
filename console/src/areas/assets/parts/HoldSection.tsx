/** A hold: for whom, why, and the ways out of it with their windows; the one that was chosen is prepared below. */

import { type ReactNode, useState } from 'react';

import type { OutputView } from '@stele/protocol';

import { useText } from '../../../text/context.tsx';
import { Button } from '../../../ui/Button.tsx';
import { Facts } from '../../../ui/Facts.tsx';
import { HashText } from '../../../ui/HashText.tsx';
import { Section } from '../../../ui/Page.tsx';
import { useWallet } from '../keys/use-wallet.ts';
import { type Exit, exitsOf, type Hold } from '../owner.ts';
import { ExitList } from './ExitList.tsx';
import { Reason } from './Reason.tsx';
import { PartyLink } from './PartyLink.tsx';
import { TakeExit } from './TakeExit.tsx';

export interface HoldSectionProps {
  readonly output: OutputView;
  readonly hold: Hold;
  /** Name of the exit that the address says. */
  readonly chosen: string | undefined;
}

export function HoldSection({ output, hold, chosen }: HoldSectionProps): ReactNode {
  const text = useText();
  const { data: wallet } = useWallet();
  // Once it is taken, the output is spent: what became of it stays in view.
  const [name, setName] = useState(output.live ? chosen : undefined);
  const account = wallet?.account;
  const mine = output.live && account !== undefined ? exitsOf(hold, account) : [];
  const taken = hold.exits.find((exit) => exit.name === name);
  const act = (exit: Exit): ReactNode =>
    mine.includes(exit) && (
      <Button onClick={() => setName(exit.name)}>{text('assets.exitTake')}</Button>
    );
  return (
    <>
      <Section title={text('assets.hold')}>
        <Facts
          items={[
            [text('assets.reason'), <Reason key="reason" reason={hold.reason} />],
            [text('assets.countsFor'), <PartyLink key="for" party={hold.for} />],
            [
              text('assets.reference'),
              hold.reference === null ? (
                text('ui.none')
              ) : (
                <HashText key="ref" value={hold.reference} what={text('assets.reference')} />
              ),
            ],
          ]}
        />
        <ExitList exits={hold.exits} act={act} />
      </Section>
      {taken !== undefined && account !== undefined && (
        <TakeExit
          key={taken.name}
          output={output}
          exit={taken}
          account={account}
          onBack={() => setName(undefined)}
        />
      )}
    </>
  );
}

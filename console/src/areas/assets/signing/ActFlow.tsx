/** A form's way to the ledger: what it asks for is prepared by the node, read back here in own words, and signed. */

import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';

import { useText } from '../../../text/context.tsx';
import { Button } from '../../../ui/Button.tsx';
import { CallDrawer } from '../../../ui/CallDrawer.tsx';
import { Section } from '../../../ui/Page.tsx';
import { Answered } from '../../../ui/States.tsx';
import styles from '../Assets.module.css';
import { type Act, askedFor } from './act.ts';
import { idOf, PREPARE_PATH } from './queries.ts';
import { understandAct } from './understanding.ts';
import { WillHappen } from './WillHappen.tsx';

export interface ActFlowProps {
  readonly act: Act;
  /** Back to the form, which has kept what was typed. */
  readonly onBack: () => void;
}

export function ActFlow({ act, onBack }: ActFlowProps): ReactNode {
  const text = useText();
  const understood = useQuery({
    queryKey: ['assets-understood', act],
    queryFn: () => understandAct(act),
    // Another body would have another id: what is being read stays until it is signed or left.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
  });
  const { command } = act;
  return (
    <Section
      title={text('assets.sign.title')}
      actions={
        <CallDrawer
          call={{
            method: 'POST',
            path: PREPARE_PATH,
            body: askedFor(act),
            ...(command === undefined ? {} : { command }),
          }}
        />
      }
    >
      <div className={styles['stack']}>
        <Answered of={understood} rows={4}>
          {(data) => <WillHappen key={idOf(data)} understood={data} />}
        </Answered>
        <p>
          <Button onClick={onBack}>{text('assets.sign.back')}</Button>
        </p>
      </div>
    </Section>
  );
}

/** "Stop the server": how, whether it answers right now, and the proof that this page does not need it. */

import { type ReactNode, useState } from 'react';

import { useIsConnected } from '../../../app/connection.ts';
import type { Digests } from '../../../proof/hash/digest-blob.ts';
import { judge, type PageVerdict } from '../../../proof/judge.ts';
import { useLanguage, useText } from '../../../text/context.tsx';
import { Tag } from '../../../ui/Banner.tsx';
import { Button } from '../../../ui/Button.tsx';
import { localTime } from '../../../ui/TimeText.tsx';
import styles from './Acts.module.css';

export interface StopServerProps {
  readonly receipt: Uint8Array;
  readonly digests: Digests | undefined;
  readonly trusted: readonly string[];
}

interface Again {
  readonly verdict: PageVerdict['verdict'];
  readonly at: Date;
}

export function StopServer({ receipt, digests, trusted }: StopServerProps): ReactNode {
  const text = useText();
  const language = useLanguage();
  const isConnected = useIsConnected();
  const [again, setAgain] = useState<Again>();
  const verify = (): void => {
    const { verdict } = judge({ receipt, digests, trusted });
    setAgain({ verdict, at: new Date() });
  };
  return (
    <section className={styles['act']}>
      <h3>{text('start.stop')}</h3>
      <p className={styles['help']}>{text('start.stopHelp')}</p>
      <p role="status">
        <Tag tone={isConnected ? 'plain' : 'attention'}>
          {text(isConnected ? 'start.stopAnswers' : 'start.stopSilent')}
        </Tag>
      </p>
      <div className={styles['buttons']}>
        <Button onClick={verify}>{text('start.verifyAgain')}</Button>
      </div>
      <p role="status" className={again?.verdict === 'valid' ? styles['held'] : styles['help']}>
        {again !== undefined &&
          text(`start.verifiedAgain.${again.verdict}`, {
            time: localTime(again.at, language, true),
          })}
      </p>
      {!isConnected && <p className={styles['help']}>{text('start.restart')}</p>}
    </section>
  );
}

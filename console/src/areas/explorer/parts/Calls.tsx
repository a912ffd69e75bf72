/** The calls of a transaction, each with its arguments by name. */

import type { ReactNode } from 'react';

import type { CallView } from '@stele/protocol';

import { useText } from '../../../text/context.tsx';
import { Section } from '../../../ui/Page.tsx';
import { readable } from '../readable.ts';
import styles from './Calls.module.css';
import { PrincipalText } from '../../../ui/ChainLinks.tsx';
import { ValueView } from './ValueView.tsx';

export function Calls({ calls }: { readonly calls: readonly CallView[] }): ReactNode {
  const text = useText();
  return (
    <Section title={text('explorer.calls')}>
      <ol className={styles['calls']}>
        {calls.map((call, i) => (
          <li key={i}>
            <Call call={call} />
          </li>
        ))}
      </ol>
    </Section>
  );
}

function Call({
  call: { contract, method, args, actors },
}: {
  readonly call: CallView;
}): ReactNode {
  const text = useText();
  return (
    <>
      <h3>
        <code>
          {contract}.{method}
        </code>
      </h3>
      <div className={styles['arguments']}>
        <ValueView value={readable(args)} name={text('explorer.arguments')} />
      </div>
      <p className={styles['actors']}>
        {text('explorer.actors')}
        {actors.map((actor) => (
          <PrincipalText key={actor} text={actor} />
        ))}
      </p>
    </>
  );
}

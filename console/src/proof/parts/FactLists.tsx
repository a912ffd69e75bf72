/** What is proven, and what is not: as large as each other, because the second is what readers get wrong. */

import type { ReactNode } from 'react';

import { lookOf, type PageVerdict } from '../judge.ts';
import { useSpeaker } from '../use-speaker.ts';
import { factText } from '../words.ts';
import styles from './FactLists.module.css';

export function FactLists({ verdict }: { readonly verdict: PageVerdict }): ReactNode {
  const speaker = useSpeaker();
  const { text } = speaker;
  const isOtherChain = lookOf(verdict) === 'otherChain';
  const proves = isOtherChain ? [] : verdict.proves;
  return (
    <div className={styles['lists']}>
      <section>
        <h3>{text('proof.provesTitle')}</h3>
        {proves.length === 0 ? (
          <p>{text(isOtherChain ? 'proof.provesOtherChain' : 'proof.provesNothing')}</p>
        ) : (
          <FactList sign="✓" facts={proves.map((fact) => factText(speaker, fact))} />
        )}
      </section>
      {verdict.verdict !== 'invalid' && (
        <section>
          <h3>{text('proof.notProvesTitle')}</h3>
          <FactList sign="–" facts={unproven(verdict).map((fact) => factText(speaker, fact))} />
        </section>
      )}
    </div>
  );
}

/** A receipt is of its moment: whether a later record replaces this one, only the chain knows. */
function unproven({ doesNotProve, record }: PageVerdict): readonly string[] {
  return record?.id === undefined ? doesNotProve : [...doesNotProve, 'not-superseded'];
}

interface FactListProps {
  readonly sign: string;
  readonly facts: readonly string[];
}

function FactList({ sign, facts }: FactListProps): ReactNode {
  return (
    <ul className={styles['facts']}>
      {facts.map((fact) => (
        <li key={fact}>
          <span aria-hidden="true">{sign}</span>
          <span>{fact}</span>
        </li>
      ))}
    </ul>
  );
}

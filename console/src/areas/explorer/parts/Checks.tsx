/** What this page worked out and what it compared it with, each with its own verdict. */

import type { ReactNode } from 'react';

import { useText } from '../../../text/context.tsx';
import { HashText } from '../../../ui/HashText.tsx';
import type { Check } from '../block-proof.ts';
import styles from './Checks.module.css';

export function Checks({ checks }: { readonly checks: readonly Check[] }): ReactNode {
  const text = useText();
  return (
    <ol className={styles['checks']}>
      {checks.map((check) => (
        <li key={check.name} className={styles[check.isGood ? 'good' : 'bad']}>
          <span aria-hidden="true" className={styles['sign']}>
            {check.isGood ? '✓' : '✕'}
          </span>
          <div>
            <p>
              <span className="visually-hidden">
                {text(check.isGood ? 'explorer.passed' : 'explorer.failed')}{' '}
              </span>
              {text(`explorer.check.${check.name}`)}
            </p>
            <Compared check={check} />
          </div>
        </li>
      ))}
    </ol>
  );
}

const SHORT = 20;

function Stated({ value }: { readonly value: string }): ReactNode {
  const text = useText();
  if (value.length <= SHORT) return <code>{value}</code>;
  return <HashText value={value} what={text('explorer.stated')} />;
}

function Compared({ check: { computed, stated, isGood } }: { readonly check: Check }): ReactNode {
  const text = useText();
  return (
    <p className={styles['compared']}>
      {text('explorer.stated')} <Stated value={stated} />
      {!isGood && (
        <>
          {' '}
          {text('explorer.computed')}{' '}
          {computed === '' ? (
            text('ui.none')
          ) : (
            <HashText value={computed} what={text('explorer.computed')} />
          )}
        </>
      )}
    </p>
  );
}

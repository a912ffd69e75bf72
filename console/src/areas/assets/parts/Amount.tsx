/** How much of what: an amount by the scale of its class, and the class as a link. */

import type { ReactNode } from 'react';
import { Link } from 'wouter';

import type { ClassSummary } from '@stele/protocol';

import { useText } from '../../../text/context.tsx';
import { amountText } from '../amount.ts';
import styles from '../Assets.module.css';

export interface AmountProps {
  readonly units: string;
  readonly of: Pick<ClassSummary, 'scale'>;
}

export function Amount({ units, of: { scale } }: AmountProps): ReactNode {
  const text = useText();
  const isOne = scale === null && units === '1';
  return (
    <span className={styles['amount']}>
      {isOne ? text('assets.oneUnique') : amountText(units, scale)}
    </span>
  );
}

export function ClassLink({ of: ofClass }: { readonly of: ClassSummary }): ReactNode {
  const { organisation, name } = ofClass;
  return <Link href={`/assets/classes/${organisation}~${name}`}>{`${organisation}/${name}`}</Link>;
}

/** A kind that this version has a word for, else as it is. */
export function Kind({ kind }: { readonly kind: string }): ReactNode {
  const text = useText();
  const known = KINDS.find((one) => one === kind);
  return known === undefined ? <code>{kind}</code> : text(`assets.kind.${known}`);
}

const KINDS = ['right', 'money', 'ticket', 'quota', 'record'] as const;

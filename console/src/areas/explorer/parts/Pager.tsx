/** To the one before and the one after. */

import type { ReactNode } from 'react';

import { useText } from '../../../text/context.tsx';
import { LinkButton } from '../../../ui/LinkButton.tsx';
import styles from './Pager.module.css';

export interface PagerProps {
  readonly label: string;
  readonly previous: string | undefined;
  readonly next: string | undefined;
}

export function Pager({ label, previous, next }: PagerProps): ReactNode {
  const text = useText();
  return (
    <nav aria-label={label} className={styles['pager']}>
      <Step to={previous} name={`← ${text('explorer.previous')}`} />
      <Step to={next} name={`${text('explorer.next')} →`} />
    </nav>
  );
}

function Step({ to, name }: { readonly to: string | undefined; readonly name: string }): ReactNode {
  if (to === undefined) return <span aria-hidden="true">{name}</span>;
  return <LinkButton href={to}>{name}</LinkButton>;
}

/** A button, and a link that looks like one. A page has one primary button. */

import type { AnchorHTMLAttributes, ButtonHTMLAttributes, ReactNode } from 'react';

import styles from './Button.module.css';

export type ButtonLook = 'primary' | 'plain' | 'quiet' | 'danger';

interface Looks {
  readonly look?: ButtonLook;
  readonly children: ReactNode;
}

type ButtonProps = Looks & Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'className' | 'style'>;
type LinkProps = Looks & Omit<AnchorHTMLAttributes<HTMLAnchorElement>, 'className' | 'style'>;

export function Button({ look = 'plain', type = 'button', ...rest }: ButtonProps): ReactNode {
  return <button {...rest} type={type} className={classOf(look)} />;
}

export function ButtonLink({ look = 'plain', ...rest }: LinkProps): ReactNode {
  return <a {...rest} className={classOf(look)} />;
}

function classOf(look: ButtonLook): string {
  return `${styles['button'] ?? ''} ${styles[look] ?? ''}`;
}

/** A link to another page of the console that looks like a button. */

import type { ReactNode } from 'react';
import { Link } from 'wouter';

import { ButtonLink, type ButtonLook } from './Button.tsx';

export interface LinkButtonProps {
  readonly href: string;
  readonly look?: ButtonLook;
  readonly children: ReactNode;
}

export function LinkButton({ href, look = 'plain', children }: LinkButtonProps): ReactNode {
  return (
    <Link asChild href={href}>
      <ButtonLink look={look}>{children}</ButtonLink>
    </Link>
  );
}

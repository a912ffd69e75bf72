/** A customer by name where the reader may know it, else by number. */

import type { ReactNode } from 'react';
import { Link } from 'wouter';

import { visibleText } from '../../../proof/visible-text.ts';
import { shortened } from '../../../ui/shortened.ts';

export interface CustomerNameProps {
  readonly id: string;
  /** By id; empty for readers who may not see customers. */
  readonly names: ReadonlyMap<string, string>;
}

export function CustomerName({ id, names }: CustomerNameProps): ReactNode {
  const name = names.get(id);
  if (name === undefined) return <code title={id}>{shortened(id)}</code>;
  return <Link href={`/customers/${id}`}>{visibleText(name)}</Link>;
}

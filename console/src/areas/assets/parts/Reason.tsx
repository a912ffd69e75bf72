/** Why something is held, in a word where this version has one. */

import type { ReactNode } from 'react';

import { useText } from '../../../text/context.tsx';

const REASONS = [
  'escrow',
  'pledge',
  'lock',
  'hash-lock',
  'offer',
  'timed-release',
  'presentation',
] as const;

export function Reason({ reason }: { readonly reason: string }): ReactNode {
  const text = useText();
  const known = REASONS.find((one) => one === reason);
  return known === undefined ? <code>{reason}</code> : text(`assets.reason.${known}`);
}

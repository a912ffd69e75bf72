/** Brings a new verdict into view: on a phone it comes below the fold, and nothing would seem to have happened. The focus stays. */

import { useEffect, useRef } from 'react';

import type { DeskState } from '../proof/desk/desk.ts';

export function useVerdictInView({ verdicts, isBusy }: DeskState): void {
  const shown = useRef<readonly string[]>([]);
  useEffect(() => {
    if (isBusy) return;
    // What a fingerprint changes about a verdict moves nothing: its reader is typing.
    const keys = verdicts.map(({ receipt, file }) => `${receipt.key} ${file?.key ?? ''}`);
    const place = keys.findIndex((key) => !shown.current.includes(key));
    shown.current = keys;
    if (place >= 0) bringIntoView(place);
  }, [verdicts, isBusy]);
}

function bringIntoView(place: number): void {
  const isStill = matchMedia('(prefers-reduced-motion: reduce)').matches;
  document
    .querySelectorAll('article')
    [place]?.querySelector('[data-verdict]')
    ?.scrollIntoView({ block: 'nearest', behavior: isStill ? 'instant' : 'smooth' });
}

/**
 * Whether a fingerprint was copied from this very page, by its button or by selecting it: pasted back it confirms nothing, and the
 * reader is told so. Remembered for as long as the page is open.
 */

import { useEffect, useState } from 'react';

import { readFingerprint } from '../proof/fingerprint.ts';

const COPYING = '[data-copied] button';

export function useOwnCopies(): ReadonlySet<string> {
  const [copies, setCopies] = useState<ReadonlySet<string>>(new Set());
  useEffect(() => {
    const remember = (value: string): void => {
      const read = readFingerprint(value);
      if (read.kind === 'whole') setCopies((before) => new Set([...before, read.fingerprint]));
    };
    const onClick = ({ target }: MouseEvent): void => {
      const button = target instanceof Element ? target.closest(COPYING) : null;
      remember(button?.closest<HTMLElement>('[data-copied]')?.dataset['copied'] ?? '');
    };
    const onCopy = (): void => remember(getSelection()?.toString() ?? '');
    document.addEventListener('click', onClick);
    document.addEventListener('copy', onCopy);
    return () => {
      document.removeEventListener('click', onClick);
      document.removeEventListener('copy', onCopy);
    };
  }, []);
  return copies;
}

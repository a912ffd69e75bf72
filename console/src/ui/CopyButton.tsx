/** Copies a text, and says that it did. */

import { type ReactNode, useEffect, useState } from 'react';

import { useText } from '../text/context.tsx';
import styles from './CopyButton.module.css';

export interface CopyButtonProps {
  readonly value: string;
  /** What is copied, for readers of a screen: "Copy: transaction". */
  readonly what?: string;
}

type State = 'ready' | 'copied' | 'failed';

const SHOWN_MS = 2_000;

export function CopyButton({ value, what }: CopyButtonProps): ReactNode {
  const text = useText();
  const [state, setState] = useState<State>('ready');
  useEffect(() => {
    if (state !== 'copied') return undefined;
    const timer = setTimeout(() => setState('ready'), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [state]);
  const copy = (): void => {
    void copied(value).then(setState);
  };
  const label = what === undefined ? text('ui.copy') : `${text('ui.copy')}: ${what}`;
  return (
    <span className={styles['copy']}>
      <button type="button" className={styles['button']} aria-label={label} onClick={copy}>
        {text('ui.copy')}
      </button>
      <span role="status" className={styles['said']}>
        {state === 'copied' && text('ui.copied')}
        {state === 'failed' && text('ui.copyFailed')}
      </span>
    </span>
  );
}

/** The clipboard is there on secure addresses only; elsewhere the browser's older command does. */
async function copied(value: string): Promise<State> {
  try {
    await navigator.clipboard.writeText(value);
    return 'copied';
  } catch {
    return copiedBySelection(value) ? 'copied' : 'failed';
  }
}

function copiedBySelection(value: string): boolean {
  const area = document.createElement('textarea');
  area.value = value;
  area.className = 'visually-hidden';
  const focused = document.activeElement;
  document.body.append(area);
  area.select();
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- the one way there is on a plain-http address of a local network
  const isCopied = document.execCommand('copy');
  area.remove();
  if (focused instanceof HTMLElement) focused.focus();
  return isCopied;
}

/** One sentence over the page that everybody should read: good, bad, or to be minded. Never by colour alone: it begins with a sign. */

import type { ReactNode } from 'react';

import styles from './Banner.module.css';

export type Tone = 'ok' | 'failed' | 'attention' | 'plain';

export interface BannerProps {
  readonly tone: Tone;
  readonly children: ReactNode;
}

const SIGNS: Readonly<Record<Tone, string>> = { ok: '✓', failed: '✕', attention: '!', plain: '·' };

export function Banner({ tone, children }: BannerProps): ReactNode {
  return (
    <div
      role={tone === 'failed' ? 'alert' : 'status'}
      className={`${styles['banner'] ?? ''} ${styles[tone] ?? ''}`}
    >
      <span aria-hidden="true" className={styles['sign']}>
        {SIGNS[tone]}
      </span>
      <div>{children}</div>
    </div>
  );
}

/** A state in a word, in a table or beside a title. */
export function Tag({ tone, children }: BannerProps): ReactNode {
  return <span className={`${styles['tag'] ?? ''} ${styles[tone] ?? ''}`}>{children}</span>;
}

/** The five parts of a verdict at a glance. */

import type { PartName } from '@stele/protocol';
import type { ReactNode } from 'react';

import type { PageVerdict } from '../judge.ts';
import { useSpeaker } from '../use-speaker.ts';
import styles from './PartList.module.css';

const PARTS: readonly PartName[] = ['integrity', 'inclusion', 'identity', 'time', 'trust'];
const SIGNS = { ok: '✓', failed: '✗', unknown: '○' } as const;

export function PartList({ verdict }: { readonly verdict: PageVerdict }): ReactNode {
  const { text } = useSpeaker();
  return (
    <ul className={styles['parts']}>
      {PARTS.map((part) => {
        const state = verdict.parts[part];
        return (
          <li key={part} className={styles[state]}>
            <span className={styles['name']}>{text(`proof.part.${part}`)}</span>
            <span className={styles['state']}>
              <span aria-hidden="true">{SIGNS[state]} </span>
              {text(`proof.partState.${state}`)}
            </span>
          </li>
        );
      })}
    </ul>
  );
}

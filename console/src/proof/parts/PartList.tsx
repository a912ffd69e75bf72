/** The five parts of a verdict at a glance. */

import type { PartName } from '@stele/protocol';
import type { ReactNode } from 'react';

import type { TextKey } from '../../text/context.tsx';
import { lookOf, type PageVerdict } from '../judge.ts';
import { useSpeaker } from '../use-speaker.ts';
import styles from './PartList.module.css';

const PARTS: readonly PartName[] = ['integrity', 'inclusion', 'identity', 'time', 'trust'];
const SIGNS = { ok: '✓ ', failed: '✗ ', unknown: '○ ' } as const;

export function PartList({ verdict }: { readonly verdict: PageVerdict }): ReactNode {
  const { text } = useSpeaker();
  return (
    <ul className={styles['parts']}>
      {PARTS.map((part) => {
        const { look, name, state, sign = SIGNS[look] } = tileOf(part, verdict);
        return (
          <li key={part} className={styles[look]} data-part={part}>
            <span className={styles['name']}>{text(name)}</span>
            <span className={styles['state']}>
              <span aria-hidden="true">{sign}</span>
              {text(state)}
            </span>
          </li>
        );
      })}
    </ul>
  );
}

interface Tile {
  readonly look: keyof typeof SIGNS;
  readonly name: TextKey;
  readonly state: TextKey;
  readonly sign?: string;
}

function tileOf(part: PartName, verdict: PageVerdict): Tile {
  const look = verdict.parts[part];
  const plain: Tile = { look, name: `proof.part.${part}`, state: `proof.partState.${look}` };
  if (part === 'integrity' && look === 'ok' && isFileMissing(verdict)) {
    // Half of the tile was looked at: it is not green, and says which half.
    return { ...plain, look: 'unknown', sign: '', state: 'proof.partState.fileNotGiven' };
  }
  return part === 'trust' ? trustTile(plain, verdict) : plain;
}

function trustTile(plain: Tile, verdict: PageVerdict): Tile {
  if (lookOf(verdict) === 'otherChain') {
    return { ...plain, look: 'failed', state: 'proof.partState.otherChain' };
  }
  const isOfServer = plain.look === 'ok' && verdict.trustedBy === 'server';
  return isOfServer ? { ...plain, name: 'proof.part.trustOfServer' } : plain;
}

function isFileMissing({ steps }: PageVerdict): boolean {
  return steps.some(({ code }) => code === 'FILE_NOT_GIVEN');
}

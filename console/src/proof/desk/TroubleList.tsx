/** What could not be taken, each with what happened and what to do. */

import type { ReactNode } from 'react';

import { Button } from '../../ui/Button.tsx';
import { useSpeaker } from '../use-speaker.ts';
import { visibleText } from '../visible-text.ts';
import { type Speaker, sizeText, troubleText } from '../words.ts';
import type { Desk, Trouble } from './desk.ts';
import styles from './TroubleList.module.css';

export interface TroubleListProps {
  readonly desk: Desk;
  readonly troubles: readonly Trouble[];
}

export function TroubleList({ desk, troubles }: TroubleListProps): ReactNode {
  const speaker = useSpeaker();
  return (
    <ul role="alert" className={styles['troubles']}>
      {troubles.map((trouble) => (
        <li key={trouble.key}>
          <p>{sentence(speaker, trouble)}</p>
          <Button look="quiet" onClick={() => void desk.remove(trouble.key)}>
            {speaker.text('ui.close')}
          </Button>
        </li>
      ))}
    </ul>
  );
}

function sentence(speaker: Speaker, { name, code, data = {} }: Trouble): string {
  const number = (field: string): number => Number(data[field] ?? 0);
  const { language } = speaker;
  const isMany = code === 'TOO_MANY';
  return troubleText(speaker, code, {
    name: visibleText(name),
    count: number('count'),
    size: sizeText(number('sizeBytes'), language),
    max: isMany ? number('countMax') : sizeText(number('bytesMax'), language),
  });
}

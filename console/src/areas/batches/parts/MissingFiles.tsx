/** Files that an upload still waits for: which they are, and how to go on with or without them. */

import type { ReactNode } from 'react';

import { visibleText } from '../../../proof/visible-text.ts';
import { useText } from '../../../text/context.tsx';
import { Banner } from '../../../ui/Banner.tsx';
import { Button } from '../../../ui/Button.tsx';
import type { UploadRun } from '../journal/upload-run.ts';
import styles from './RunPanel.module.css';

/** A reader looks for the folder they came from, not for each of thousands. */
const SHOWN_MAX = 100;

export interface MissingFilesProps {
  readonly run: UploadRun;
  readonly count: number;
}

export function MissingFiles({ run, count }: MissingFilesProps): ReactNode {
  const text = useText();
  const items = run.missingItems();
  return (
    <Banner tone="attention">
      <p>{text('batches.missing', { count })}</p>
      <details>
        <summary>{text('batches.missingWhich')}</summary>
        <ul className={styles['missing']}>
          {items.slice(0, SHOWN_MAX).map(({ index, name = '' }) => (
            <li key={index}>{visibleText(name)}</li>
          ))}
          {items.length > SHOWN_MAX && (
            <li>{text('batches.missingMore', { count: items.length - SHOWN_MAX })}</li>
          )}
        </ul>
      </details>
      <Button onClick={() => run.leaveMissing()}>{text('batches.leaveMissing')}</Button>
    </Banner>
  );
}

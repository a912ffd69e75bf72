/** Where files are dropped or chosen; a file let go anywhere on the page is taken (ui/window-drop.ts). */

import type { ReactNode } from 'react';

import { useText } from '../text/context.tsx';
import { FileButton } from '../ui/FileButton.tsx';
import { useWindowDrop } from '../ui/window-drop.ts';
import styles from './GivenTarget.module.css';

export interface GivenTargetProps {
  readonly onFiles: (files: readonly File[]) => void;
  readonly title?: string;
  readonly help?: string;
}

export function GivenTarget({ onFiles, title, help }: GivenTargetProps): ReactNode {
  const text = useText();
  const isOver = useWindowDrop((transfer) => {
    const files = [...transfer.files];
    if (files.length > 0) onFiles(files);
  });
  return (
    <div className={`${styles['target'] ?? ''} ${isOver ? (styles['over'] ?? '') : ''}`}>
      <p className={styles['title']}>
        {isOver ? text('proof.dropHere') : (title ?? text('proof.targetTitle'))}
      </p>
      <p className={styles['help']}>{help ?? text('proof.targetHelp')}</p>
      <FileButton label={text('proof.choose')} kind="many" look="primary" onFiles={onFiles} />
    </div>
  );
}

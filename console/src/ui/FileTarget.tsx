/** Where files are dropped or chosen. While it is on a page, what is let go anywhere on the page is taken (window-drop.ts). */

import type { ReactNode } from 'react';

import { useText } from '../text/context.tsx';
import { chosenFiles, type Dropped, type DropOptions, readDropped } from './dropped.ts';
import { FileButton } from './FileButton.tsx';
import styles from './FileTarget.module.css';
import { useWindowDrop } from './window-drop.ts';

export interface FileTargetProps {
  readonly title: string;
  /** On the button; for one file when absent. */
  readonly choose?: string;
  readonly onDropped: (dropped: Dropped) => void;
  readonly options: DropOptions;
  /** Beside the button: what else can be done. */
  readonly children?: ReactNode;
  readonly isSmall?: boolean;
  /** The title is the page's. */
  readonly isTitle?: boolean;
  readonly help?: string | undefined;
}

export function FileTarget(props: FileTargetProps): ReactNode {
  const {
    title,
    choose,
    onDropped,
    options,
    children,
    isSmall = false,
    isTitle = false,
    help,
  } = props;
  const Title = isTitle ? 'h1' : 'h2';
  const text = useText();
  const isOver = useWindowDrop((transfer) => void readDropped(transfer, options).then(onDropped));
  const look = [styles['target'], isOver && styles['over'], isSmall && styles['small']];
  return (
    <div className={look.filter(Boolean).join(' ')}>
      <Title className={styles['title']}>{isOver ? text('ui.letGo') : title}</Title>
      <div className={styles['choices']}>
        <FileButton
          label={choose ?? text('ui.chooseFile')}
          kind="many"
          look={isSmall ? 'plain' : 'primary'}
          onFiles={(files) => onDropped(chosenFiles(files, options))}
        />
        {children}
      </div>
      {help !== undefined && <p className={styles['help']}>{help}</p>}
    </div>
  );
}

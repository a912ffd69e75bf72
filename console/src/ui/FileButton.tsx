/** A button that lets the reader choose files. The browser's own speaks the browser's language, which may not be the page's. */

import { type ReactNode, useId } from 'react';

import buttonStyles from './Button.module.css';
import type { ButtonLook } from './Button.tsx';
import styles from './FileButton.module.css';

export interface FileButtonProps {
  readonly label: string;
  /** One at a time, several, or a folder with all that is in it. */
  readonly kind?: 'one' | 'many' | 'folder';
  readonly look?: ButtonLook;
  readonly onFiles: (files: readonly File[]) => void;
}

export function FileButton(props: FileButtonProps): ReactNode {
  const { label, kind = 'one', look = 'plain', onFiles } = props;
  const id = useId();
  return (
    <span className={styles['file']}>
      <input
        id={id}
        type="file"
        multiple={kind !== 'one'}
        ref={(input) => {
          // No property of React's: browsers agreed on this one late.
          if (kind === 'folder') input?.setAttribute('webkitdirectory', '');
        }}
        className={`visually-hidden ${styles['input'] ?? ''}`}
        onChange={({ currentTarget }) => {
          const files = [...(currentTarget.files ?? [])];
          // The same file may be chosen again after it was changed.
          currentTarget.value = '';
          if (files.length > 0) onFiles(files);
        }}
      />
      <label htmlFor={id} className={`${buttonStyles['button'] ?? ''} ${buttonStyles[look] ?? ''}`}>
        {label}
      </label>
    </span>
  );
}

/** A digest taken from a file instead of typed: the file is hashed here, and stays here. */

import { type ReactNode, useState } from 'react';

import { toHex } from '@stele/base';

import { useText } from '../../text/context.tsx';
import { FileButton } from '../../ui/FileButton.tsx';
import styles from './DigestOfFile.module.css';
import { hashFile } from './hash-file.ts';

const SHA_256 = 1;

export interface DigestOfFileProps {
  /** SHA-256, 64 hexadecimal digits. */
  readonly onDigest: (digest: string) => void;
}

export function DigestOfFile({ onDigest }: DigestOfFileProps): ReactNode {
  const text = useText();
  const [said, setSaid] = useState('');
  const take = async (file: File): Promise<void> => {
    setSaid(text('records.byFileHashing'));
    try {
      const digests = await hashFile(file, [SHA_256]);
      onDigest(toHex(digests.get(SHA_256) ?? new Uint8Array()));
      setSaid('');
    } catch {
      setSaid(text('records.trouble.unreadable'));
    }
  };
  return (
    <div>
      <FileButton
        label={text('records.byFile')}
        look="quiet"
        onFiles={([file]) => {
          if (file !== undefined) void take(file);
        }}
      />
      <span role="status" className={styles['said']}>
        {said}
      </span>
    </div>
  );
}

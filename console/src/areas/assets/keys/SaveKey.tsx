/** The key as a file, so that losing this browser does not lose what it signs for: opened by its passphrase, written as the command line does. */

import { type ReactNode, type SubmitEvent, useState } from 'react';
import { useMutation } from '@tanstack/react-query';

import { problemOf } from '../../../api/api-error.ts';
import { useText } from '../../../text/context.tsx';
import { Button } from '../../../ui/Button.tsx';
import { Field } from '../../../ui/Field.tsx';
import { ProblemNote } from '../../../ui/ProblemNote.tsx';
import { saveFile } from '../../../ui/save-file.ts';
import styles from '../Assets.module.css';
import { pemFromSeed } from './pem.ts';
import { openSealed, type SealedKey } from './sealed-key.ts';

const FILE_NAME = 'person.key';

export interface SaveKeyProps {
  readonly sealed: SealedKey;
  readonly onSaved: () => void;
}

export function SaveKey({ sealed, onSaved }: SaveKeyProps): ReactNode {
  const text = useText();
  const [passphrase, setPassphrase] = useState('');
  const save = useMutation({
    mutationFn: async () => {
      const seed = await openSealed(sealed, passphrase);
      saveFile(new Blob([pemFromSeed(seed)]), FILE_NAME);
      seed.fill(0);
    },
    onSuccess: onSaved,
  });
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <form onSubmit={submit} className={styles['form']} aria-label={text('assets.keySave')}>
      <p>{text('assets.keySaveHelp')}</p>
      <Field
        label={text('assets.passphrase')}
        type="password"
        autoComplete="current-password"
        required
        value={passphrase}
        onChange={({ target }) => setPassphrase(target.value)}
      />
      {save.isError && (
        <ProblemNote title={text('assets.keyFailed')} problem={problemOf(save.error)} />
      )}
      <Button type="submit" disabled={save.isPending}>
        {text('assets.keySave')}
      </Button>
    </form>
  );
}

/** A key comes into this browser: a new one, or one from a file; either is sealed under a passphrase before it is kept. */

import { type ReactNode, type SubmitEvent, useState } from 'react';
import { useMutation } from '@tanstack/react-query';

import { problemOf } from '../../../api/api-error.ts';
import { useText } from '../../../text/context.tsx';
import { Button } from '../../../ui/Button.tsx';
import { Field } from '../../../ui/Field.tsx';
import { FileButton } from '../../../ui/FileButton.tsx';
import { ProblemNote } from '../../../ui/ProblemNote.tsx';
import styles from '../Assets.module.css';
import { keyPairOf } from './browser-signer.ts';
import { SEED_BYTES, seedFromPem } from './pem.ts';
import { browserRandom, PASSPHRASE_CHARACTERS_MIN, sealKey } from './sealed-key.ts';
import { useChangeWallet } from './use-wallet.ts';

export function NewKey(): ReactNode {
  const text = useText();
  const [file, setFile] = useState<File>();
  const [passphrase, setPassphrase] = useState('');
  const [again, setAgain] = useState('');
  const [isTried, setTried] = useState(false);
  const change = useChangeWallet();
  const make = useMutation({
    mutationFn: async () => {
      const seed = file === undefined ? browserRandom(SEED_BYTES) : seedFromPem(await file.text());
      const key = await sealKey(keyPairOf(seed), passphrase);
      seed.fill(0);
      await change.mutateAsync({ key });
    },
  });
  const isLong = Array.from(passphrase).length >= PASSPHRASE_CHARACTERS_MIN;
  const isSame = passphrase === again;
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    setTried(true);
    if (isLong && isSame) make.mutate();
  };
  return (
    <form onSubmit={submit} className={styles['form']} aria-label={text('assets.keyNew')}>
      <p>{text('assets.keyNone')}</p>
      <div className={styles['acts']}>
        <FileButton label={text('assets.keyFile')} onFiles={([chosen]) => setFile(chosen)} />
        <span role="status">{file === undefined ? text('assets.keyFileNone') : file.name}</span>
        {file !== undefined && (
          <Button look="quiet" onClick={() => setFile(undefined)}>
            {text('assets.keyFileDrop')}
          </Button>
        )}
      </div>
      <Field
        label={text('assets.passphraseNew')}
        help={text('assets.passphraseNewHelp')}
        fault={isTried && !isLong ? text('assets.passphraseShort') : undefined}
        type="password"
        autoComplete="new-password"
        value={passphrase}
        onChange={({ target }) => setPassphrase(target.value)}
      />
      <Field
        label={text('assets.passphraseAgain')}
        fault={isTried && !isSame ? text('assets.passphraseOther') : undefined}
        type="password"
        autoComplete="new-password"
        value={again}
        onChange={({ target }) => setAgain(target.value)}
      />
      {make.isError && (
        <ProblemNote title={text('assets.keyFailed')} problem={problemOf(make.error)} />
      )}
      <Button type="submit" look="primary" disabled={make.isPending}>
        {text(file === undefined ? 'assets.keyMake' : 'assets.keyImport')}
      </Button>
    </form>
  );
}

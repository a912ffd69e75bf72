/** The key that I sign with in this browser: made here or brought along, sealed under a passphrase, saved as a file, removed. */

import { type ReactNode, useState } from 'react';

import { principalToText } from '@stele/protocol';

import { useText } from '../../../text/context.tsx';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { Facts } from '../../../ui/Facts.tsx';
import { HashText } from '../../../ui/HashText.tsx';
import { Section } from '../../../ui/Page.tsx';
import { useChain } from '../../explorer/queries.ts';
import styles from '../Assets.module.css';
import { principalOfKey } from './browser-signer.ts';
import { NewKey } from './NewKey.tsx';
import { SaveKey } from './SaveKey.tsx';
import type { SealedKey } from './sealed-key.ts';
import { useChangeWallet, useWallet } from './use-wallet.ts';

export function KeySection(): ReactNode {
  const text = useText();
  const { data: wallet } = useWallet();
  if (wallet === undefined) return null;
  return (
    <Section title={text('assets.key')}>
      {wallet.key === undefined ? <NewKey /> : <OwnKey sealed={wallet.key} />}
    </Section>
  );
}

function OwnKey({ sealed }: { readonly sealed: SealedKey }): ReactNode {
  const text = useText();
  const { data: chain } = useChain();
  const [dialog, setDialog] = useState<'save' | 'remove'>();
  const close = (): void => setDialog(undefined);
  return (
    <div className={styles['stack']}>
      <p>{text('assets.keyHere')}</p>
      {chain !== undefined && <Principal sealed={sealed} suite={chain.suite} />}
      <div className={styles['acts']}>
        <Button onClick={() => setDialog('save')}>{text('assets.keySave')}</Button>
        <Button look="danger" onClick={() => setDialog('remove')}>
          {text('assets.keyRemove')}
        </Button>
      </div>
      <Dialog title={text('assets.keySave')} isOpen={dialog === 'save'} onClose={close}>
        <SaveKey sealed={sealed} onSaved={close} />
      </Dialog>
      <Dialog title={text('assets.keyRemove')} isOpen={dialog === 'remove'} onClose={close}>
        <RemoveKey onDone={close} />
      </Dialog>
    </div>
  );
}

function Principal({
  sealed,
  suite,
}: {
  readonly sealed: SealedKey;
  readonly suite: string;
}): ReactNode {
  const text = useText();
  const value = principalToText(principalOfKey(suite, sealed.publicKey));
  return (
    <Facts
      items={[
        [
          text('assets.keyPrincipal'),
          <HashText key="key" value={value} what={text('assets.keyPrincipal')} />,
        ],
      ]}
    />
  );
}

function RemoveKey({ onDone }: { readonly onDone: () => void }): ReactNode {
  const text = useText();
  const change = useChangeWallet();
  return (
    <div className={styles['stack']}>
      <p>{text('assets.keyRemoveSure')}</p>
      <div className={styles['acts']}>
        <Button
          look="danger"
          disabled={change.isPending}
          onClick={() => change.mutate({ key: undefined }, { onSuccess: onDone })}
        >
          {text('assets.keyRemove')}
        </Button>
        <Button onClick={onDone}>{text('ui.cancel')}</Button>
      </div>
    </div>
  );
}

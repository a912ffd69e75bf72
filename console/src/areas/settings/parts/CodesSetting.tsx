/** An authenticator app: a secret as a QR code and for typing, confirmed by a code of it before it counts. */

import { type ReactNode, type SubmitEvent, useState } from 'react';

import { useText } from '../../../text/context.tsx';
import { Button } from '../../../ui/Button.tsx';
import { CopyButton } from '../../../ui/CopyButton.tsx';
import { Field } from '../../../ui/Field.tsx';
import { Fault } from '../../sign-in/parts/Fault.tsx';
import { type CodeSetup, useBeginCodes, useConfirmCodes, useRemoveCodes } from '../queries.ts';
import styles from '../Settings.module.css';
import { Confirm } from './Confirm.tsx';
import { QrCode } from '../../../ui/QrCode.tsx';

export interface CodesSettingProps {
  readonly isSet: boolean;
  readonly hasPassword: boolean;
}

export function CodesSetting({ isSet, hasPassword }: CodesSettingProps): ReactNode {
  const text = useText();
  const begin = useBeginCodes();
  const remove = useRemoveCodes();
  if (isSet) {
    return (
      <div className={styles['stack']}>
        <p>{text('settings.codesSet')}</p>
        <Confirm
          act={text('settings.codesRemove')}
          sentence={text('settings.codesRemoveHelp')}
          given={undefined}
          change={remove}
        />
      </div>
    );
  }
  return (
    <div className={styles['stack']}>
      <p>{text(hasPassword ? 'settings.codesUnset' : 'settings.codesNeedPassword')}</p>
      {begin.isError && <Fault error={begin.error} />}
      {begin.data === undefined ? (
        <Button disabled={begin.isPending} onClick={() => begin.mutate(undefined)}>
          {text('settings.codesBegin')}
        </Button>
      ) : (
        <Confirmation setup={begin.data} onCancel={() => begin.reset()} />
      )}
    </div>
  );
}

interface ConfirmationProps {
  readonly setup: CodeSetup;
  readonly onCancel: () => void;
}

function Confirmation({ setup: { secret, uri }, onCancel }: ConfirmationProps): ReactNode {
  const text = useText();
  const [code, setCode] = useState('');
  const confirm = useConfirmCodes();
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    confirm.mutate(code, { onSuccess: onCancel });
  };
  return (
    <div className={styles['code']}>
      <QrCode value={uri} label={text('settings.codesQr')} />
      <form onSubmit={submit} className={styles['form']} aria-label={text('settings.codes')}>
        <p>{text('settings.codesScan')}</p>
        <p className={styles['secret']}>
          <code>{secret}</code> <CopyButton value={secret} what={text('settings.codesSecret')} />
        </p>
        <Field
          label={text('signIn.code')}
          inputMode="numeric"
          autoComplete="one-time-code"
          required
          value={code}
          onChange={({ target }) => setCode(target.value)}
        />
        {confirm.isError && <Fault error={confirm.error} />}
        <div className={styles['acts']}>
          <Button type="submit" disabled={confirm.isPending}>
            {text('settings.codesConfirm')}
          </Button>
          <Button look="quiet" onClick={onCancel}>
            {text('ui.cancel')}
          </Button>
        </div>
      </form>
    </div>
  );
}

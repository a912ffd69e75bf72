/** One's password: set, changed, removed. */

import { type ReactNode, type SubmitEvent, useState } from 'react';

import { useText } from '../../../text/context.tsx';
import { Banner } from '../../../ui/Banner.tsx';
import { Button } from '../../../ui/Button.tsx';
import { Field } from '../../../ui/Field.tsx';
import { Fault } from '../../sign-in/parts/Fault.tsx';
import { useRemovePassword, useSetPassword } from '../queries.ts';
import styles from '../Settings.module.css';
import { Confirm } from './Confirm.tsx';

export interface PasswordSettingProps {
  readonly isSet: boolean;
  /** For the browser's own store of passwords. */
  readonly name: string;
}

export function PasswordSetting({ isSet, name }: PasswordSettingProps): ReactNode {
  const text = useText();
  const [current, setCurrent] = useState('');
  const [password, setPassword] = useState('');
  const set = useSetPassword();
  const remove = useRemovePassword();
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const given = { password, ...(current !== '' && { current }) };
    set.mutate(given, {
      onSuccess: () => {
        setCurrent('');
        setPassword('');
      },
    });
  };
  return (
    <form onSubmit={submit} className={styles['form']} aria-label={text('settings.password')}>
      <p>{text(isSet ? 'settings.passwordSet' : 'settings.passwordUnset')}</p>
      <input type="hidden" name="username" autoComplete="username" value={name} readOnly />
      {isSet && (
        <Field
          label={text('settings.passwordCurrent')}
          help={text('settings.passwordCurrentHelp')}
          type="password"
          autoComplete="current-password"
          value={current}
          onChange={({ target }) => setCurrent(target.value)}
        />
      )}
      <Field
        label={text('settings.passwordNew')}
        help={text('settings.passwordNewHelp')}
        type="password"
        autoComplete="new-password"
        required
        value={password}
        onChange={({ target }) => setPassword(target.value)}
      />
      {set.isError && <Fault error={set.error} />}
      {set.isSuccess && <Banner tone="ok">{text('settings.passwordDone')}</Banner>}
      <div className={styles['acts']}>
        <Button type="submit" disabled={set.isPending}>
          {text(isSet ? 'settings.passwordChange' : 'settings.passwordAdd')}
        </Button>
        {isSet && (
          <Confirm
            act={text('settings.passwordRemove')}
            sentence={text('settings.passwordRemoveHelp')}
            given={undefined}
            change={remove}
          />
        )}
      </div>
    </form>
  );
}

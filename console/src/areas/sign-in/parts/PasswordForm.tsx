/** Name and password, and the code once the server asks for it. What was typed stays when it was wrong. */

import { type ReactNode, type SubmitEvent, useState } from 'react';

import { isCode } from '../../../api/api-error.ts';
import { useText } from '../../../text/context.tsx';
import { Banner } from '../../../ui/Banner.tsx';
import { Button } from '../../../ui/Button.tsx';
import { Field } from '../../../ui/Field.tsx';
import { usePasswordSignIn } from '../queries.ts';
import styles from '../SignInPage.module.css';
import { Fault } from './Fault.tsx';

export function PasswordForm(): ReactNode {
  const text = useText();
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState<string>();
  const signIn = usePasswordSignIn();
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const given = { name, password, ...(code !== undefined && { code }) };
    signIn.mutate(given, {
      onError: (error) => {
        if (isCode(error, 'CODE_NEEDED')) setCode('');
      },
    });
  };
  return (
    <form onSubmit={submit} className={styles['form']} aria-label={text('signIn.byPassword')}>
      <Field
        label={text('signIn.name')}
        name="username"
        autoComplete="username"
        required
        value={name}
        onChange={({ target }) => setName(target.value)}
      />
      <Field
        label={text('signIn.password')}
        type="password"
        name="password"
        autoComplete="current-password"
        required
        value={password}
        onChange={({ target }) => setPassword(target.value)}
      />
      {code !== undefined && (
        <Field
          label={text('signIn.code')}
          help={text('signIn.codeHelp')}
          name="code"
          inputMode="numeric"
          autoComplete="one-time-code"
          autoFocus
          required
          value={code}
          onChange={({ target }) => setCode(target.value)}
        />
      )}
      {isCode(signIn.error, 'CODE_NEEDED') && (
        <Banner tone="plain">{text('signIn.codeNeeded')}</Banner>
      )}
      {signIn.isError && !isCode(signIn.error, 'CODE_NEEDED') && <Fault error={signIn.error} />}
      <Button type="submit" look="primary" disabled={signIn.isPending}>
        {text('signIn.submit')}
      </Button>
    </form>
  );
}

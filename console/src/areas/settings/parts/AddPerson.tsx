/** A new person: name and role, then the link to hand over. */

import { type ReactNode, type SubmitEvent, useState } from 'react';

import { newRandomId } from '../../../api/random-id.ts';
import type { Role } from '../../../api/session.ts';
import { useText } from '../../../text/context.tsx';
import { Button } from '../../../ui/Button.tsx';
import { Field } from '../../../ui/Field.tsx';
import { Fault } from '../../sign-in/parts/Fault.tsx';
import { useAddPerson } from '../queries.ts';
import styles from '../Settings.module.css';
import { LinkToHandOver } from './LinkToHandOver.tsx';
import { RoleChoice } from './RoleChoice.tsx';

export function AddPerson(): ReactNode {
  const text = useText();
  const [idempotencyKey] = useState(newRandomId);
  const [name, setName] = useState('');
  const [role, setRole] = useState<Role>('clerk');
  const add = useAddPerson();
  if (add.isSuccess) return <LinkToHandOver name={add.data.person.name} link={add.data.link} />;
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    // Another name is another person: only the very same request is repeated under the form's key.
    add.mutate({ name, role, idempotencyKey: `${idempotencyKey}-${role}-${keyPart(name)}` });
  };
  return (
    <form onSubmit={submit} className={styles['form']} aria-label={text('settings.personAdd')}>
      <Field
        label={text('settings.name')}
        help={text('settings.personNameHelp')}
        autoComplete="off"
        maxLength={100}
        required
        value={name}
        onChange={({ target }) => setName(target.value)}
      />
      <RoleChoice role={role} onChoose={setRole} />
      {add.isError && <Fault error={add.error} />}
      <Button type="submit" look="primary" disabled={add.isPending}>
        {text('settings.personAdd')}
      </Button>
    </form>
  );
}

/** A header takes visible ASCII only. */
function keyPart(name: string): string {
  return encodeURIComponent(name.toWellFormed()).slice(0, 150);
}

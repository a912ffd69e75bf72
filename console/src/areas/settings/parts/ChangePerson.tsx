/** Another name or role. */

import { type ReactNode, type SubmitEvent, useState } from 'react';

import type { Role } from '../../../api/session.ts';
import { useText } from '../../../text/context.tsx';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { Field } from '../../../ui/Field.tsx';
import { Fault } from '../../sign-in/parts/Fault.tsx';
import { type Person, useChangePerson } from '../queries.ts';
import styles from '../Settings.module.css';
import { RoleChoice } from './RoleChoice.tsx';

export function ChangePerson({ person }: { readonly person: Person }): ReactNode {
  const text = useText();
  const [isOpen, setOpen] = useState(false);
  const title = text('settings.personChange');
  return (
    <>
      <Button onClick={() => setOpen(true)}>{title}</Button>
      <Dialog title={title} isOpen={isOpen} onClose={() => setOpen(false)}>
        <Form person={person} onDone={() => setOpen(false)} />
      </Dialog>
    </>
  );
}

interface FormProps {
  readonly person: Person;
  readonly onDone: () => void;
}

function Form({ person, onDone }: FormProps): ReactNode {
  const text = useText();
  const [name, setName] = useState(person.name);
  const [role, setRole] = useState<Role>(person.role);
  const change = useChangePerson();
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    change.mutate({ id: person.id, name, role }, { onSuccess: onDone });
  };
  return (
    <form onSubmit={submit} className={styles['form']} aria-label={text('settings.personChange')}>
      <Field
        label={text('settings.name')}
        autoComplete="off"
        maxLength={100}
        required
        value={name}
        onChange={({ target }) => setName(target.value)}
      />
      <RoleChoice role={role} onChoose={setRole} />
      {role !== person.role && <p>{text('settings.roleChangeHelp')}</p>}
      {change.isError && <Fault error={change.error} />}
      <Button type="submit" look="primary" disabled={change.isPending}>
        {text('ui.save')}
      </Button>
    </form>
  );
}

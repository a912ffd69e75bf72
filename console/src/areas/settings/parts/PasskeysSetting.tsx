/** One's passkeys: listed, added under a name, removed. */

import { type ReactNode, type SubmitEvent, useState } from 'react';

import { useText } from '../../../text/context.tsx';
import { Button } from '../../../ui/Button.tsx';
import { DataTable } from '../../../ui/DataTable.tsx';
import { Field } from '../../../ui/Field.tsx';
import { Answered, Empty } from '../../../ui/States.tsx';
import { TimeText } from '../../../ui/TimeText.tsx';
import { Fault } from '../../sign-in/parts/Fault.tsx';
import { type Passkey, useAddPasskey, usePasskeys, useRemovePasskey } from '../queries.ts';
import styles from '../Settings.module.css';
import { Confirm } from './Confirm.tsx';

export function PasskeysSetting(): ReactNode {
  const text = useText();
  const passkeys = usePasskeys();
  return (
    <div className={styles['stack']}>
      <p>{text('settings.passkeysHelp')}</p>
      <Answered of={passkeys}>
        {(items) =>
          items.length === 0 ? (
            <Empty sentence={text('settings.passkeysNone')} />
          ) : (
            <PasskeyTable passkeys={items} />
          )
        }
      </Answered>
      <AddPasskey />
    </div>
  );
}

function PasskeyTable({ passkeys }: { readonly passkeys: readonly Passkey[] }): ReactNode {
  const text = useText();
  const remove = useRemovePasskey();
  return (
    <DataTable
      label={text('settings.passkeys')}
      rows={passkeys}
      keyOf={({ id }) => id}
      columns={[
        { id: 'name', title: text('settings.name'), cell: ({ name }) => name },
        { id: 'host', title: text('settings.passkeyHost'), cell: ({ host }) => host },
        {
          id: 'used',
          title: text('settings.lastUsed'),
          cell: ({ createdAt, lastUsedAt }) => <TimeText at={lastUsedAt ?? createdAt} />,
        },
        {
          id: 'acts',
          title: text('settings.acts'),
          cell: ({ id, name }) => (
            <Confirm
              act={text('settings.passkeyRemove')}
              sentence={text('settings.passkeyRemoveHelp', { name })}
              given={id}
              change={remove}
            />
          ),
        },
      ]}
    />
  );
}

function AddPasskey(): ReactNode {
  const text = useText();
  const [name, setName] = useState('');
  const add = useAddPasskey();
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    add.mutate(name, { onSuccess: () => setName('') });
  };
  return (
    <form onSubmit={submit} className={styles['form']} aria-label={text('settings.passkeyAdd')}>
      <Field
        label={text('settings.passkeyName')}
        help={text('settings.passkeyNameHelp')}
        autoComplete="off"
        maxLength={100}
        required
        value={name}
        onChange={({ target }) => setName(target.value)}
      />
      {add.isError && <Fault error={add.error} />}
      <Button type="submit" disabled={add.isPending}>
        {text('settings.passkeyAdd')}
      </Button>
    </form>
  );
}

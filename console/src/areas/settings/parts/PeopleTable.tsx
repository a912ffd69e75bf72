/** People with their roles and ways to sign in, and what an administrator may do for each. */

import type { ReactNode } from 'react';

import { useText } from '../../../text/context.tsx';
import { Tag } from '../../../ui/Banner.tsx';
import { DataTable } from '../../../ui/DataTable.tsx';
import { TimeText } from '../../../ui/TimeText.tsx';
import { type Person, useRemovePerson } from '../queries.ts';
import styles from '../Settings.module.css';
import { ChangePerson } from './ChangePerson.tsx';
import { Confirm } from './Confirm.tsx';
import { MakeLink } from './MakeLink.tsx';

export interface PeopleTableProps {
  readonly people: readonly Person[];
  readonly ownId: string;
}

export function PeopleTable({ people, ownId }: PeopleTableProps): ReactNode {
  const text = useText();
  const remove = useRemovePerson();
  return (
    <DataTable
      label={text('settings.people')}
      rows={people}
      keyOf={({ id }) => id}
      columns={[
        {
          id: 'name',
          title: text('settings.name'),
          cell: ({ id, name }) => (
            <>
              {name} {id === ownId && <Tag tone="ok">{text('settings.you')}</Tag>}
            </>
          ),
        },
        {
          id: 'role',
          title: text('settings.role'),
          cell: ({ role }) => text(`settings.role.${role}`),
        },
        { id: 'ways', title: text('settings.ways'), cell: ({ ways }) => <Ways ways={ways} /> },
        {
          id: 'seen',
          title: text('settings.lastSignIn'),
          cell: ({ lastSignInAt }) =>
            lastSignInAt === undefined ? text('settings.never') : <TimeText at={lastSignInAt} />,
        },
        {
          id: 'acts',
          title: text('settings.acts'),
          cell: (person) => (
            <div className={styles['acts']}>
              <MakeLink person={person} />
              <ChangePerson person={person} />
              <Confirm
                act={text('settings.personRemove')}
                sentence={text('settings.personRemoveHelp', { name: person.name })}
                given={person.id}
                change={remove}
              />
            </div>
          ),
        },
      ]}
    />
  );
}

function Ways({ ways }: Pick<Person, 'ways'>): ReactNode {
  const text = useText();
  const words = [
    ...(ways.passkeys > 0 ? [text('settings.waysPasskeys', { count: ways.passkeys })] : []),
    ...(ways.password ? [text('settings.waysPassword')] : []),
    ...(ways.totp ? [text('settings.waysCodes')] : []),
  ];
  return words.length === 0 ? text('settings.waysLink') : words.join(text('settings.and'));
}

/** Who may sign in here, for administrators: added, given roles and links, removed. */

import { type ReactNode, useState } from 'react';

import { useText } from '../../../text/context.tsx';
import { Button } from '../../../ui/Button.tsx';
import { CallDrawer } from '../../../ui/CallDrawer.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { Section } from '../../../ui/Page.tsx';
import { Answered } from '../../../ui/States.tsx';
import { usePeople } from '../queries.ts';
import styles from '../Settings.module.css';
import { AddPerson } from './AddPerson.tsx';
import { PeopleTable } from './PeopleTable.tsx';

export function People({ ownId }: { readonly ownId: string }): ReactNode {
  const text = useText();
  const people = usePeople();
  const [isAdding, setAdding] = useState(false);
  return (
    <Section
      title={text('settings.people')}
      actions={
        <div className={styles['acts']}>
          <CallDrawer call={{ method: 'GET', path: '/v1/people' }} />
          <Button look="primary" onClick={() => setAdding(true)}>
            {text('settings.personAdd')}
          </Button>
        </div>
      }
    >
      <div className={styles['stack']}>
        <p>{text('settings.peopleHelp')}</p>
        <Answered of={people}>{(items) => <PeopleTable people={items} ownId={ownId} />}</Answered>
      </div>
      <Dialog title={text('settings.personAdd')} isOpen={isAdding} onClose={() => setAdding(false)}>
        <AddPerson />
      </Dialog>
    </Section>
  );
}

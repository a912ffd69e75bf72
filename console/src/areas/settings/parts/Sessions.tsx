/** Where one is signed in, each to be ended from here. */

import type { ReactNode } from 'react';

import { useText } from '../../../text/context.tsx';
import { Tag } from '../../../ui/Banner.tsx';
import { DataTable } from '../../../ui/DataTable.tsx';
import { Answered, Empty } from '../../../ui/States.tsx';
import { TimeText } from '../../../ui/TimeText.tsx';
import { agentName } from '../agent-name.ts';
import { type OwnSession, useEndSession, useSessions } from '../queries.ts';
import styles from '../Settings.module.css';
import { Confirm } from './Confirm.tsx';

export function Sessions(): ReactNode {
  const text = useText();
  const sessions = useSessions();
  return (
    <div className={styles['stack']}>
      <p>{text('settings.sessionsHelp')}</p>
      <Answered of={sessions}>
        {(items) =>
          items.length === 0 ? (
            <Empty sentence={text('settings.sessionsNone')} />
          ) : (
            <SessionTable sessions={items} />
          )
        }
      </Answered>
    </div>
  );
}

function SessionTable({ sessions }: { readonly sessions: readonly OwnSession[] }): ReactNode {
  const text = useText();
  const end = useEndSession();
  return (
    <DataTable
      label={text('settings.sessions')}
      rows={sessions}
      keyOf={({ id }) => id}
      columns={[
        {
          id: 'agent',
          title: text('settings.browser'),
          cell: ({ agent, current }) => (
            <>
              <span title={agent}>{agent === '' ? text('ui.none') : agentName(agent)}</span>{' '}
              {current && <Tag tone="ok">{text('settings.thisSession')}</Tag>}
            </>
          ),
        },
        {
          id: 'started',
          title: text('settings.started'),
          cell: ({ startedAt }) => <TimeText at={startedAt} />,
        },
        {
          id: 'used',
          title: text('settings.lastUsed'),
          cell: ({ lastUsedAt }) => <TimeText at={lastUsedAt} />,
        },
        {
          id: 'acts',
          title: text('settings.acts'),
          cell: ({ id, current }) => (
            <Confirm
              act={text('settings.sessionEnd')}
              sentence={text(current ? 'settings.sessionEndOwn' : 'settings.sessionEndHelp')}
              given={id}
              change={end}
            />
          ),
        },
      ]}
    />
  );
}

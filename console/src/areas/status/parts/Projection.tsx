/** What search and usage read: how far it has followed the ledger, and deriving it anew. */

import { type ReactNode, useState } from 'react';

import { problemOf } from '../../../api/api-error.ts';
import { mayDo, useSession } from '../../../api/session.ts';
import { useText } from '../../../text/context.tsx';
import { Banner, Tag } from '../../../ui/Banner.tsx';
import { Button } from '../../../ui/Button.tsx';
import { CallDrawer } from '../../../ui/CallDrawer.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { Facts } from '../../../ui/Facts.tsx';
import { Section } from '../../../ui/Page.tsx';
import { ProblemText } from '../../../ui/States.tsx';
import { useRebuild } from '../queries.ts';
import { type StatusView, toneOfWord } from '../readings.ts';
import styles from './Projection.module.css';

export interface ProjectionProps {
  readonly projection: StatusView['projection'];
}

export function Projection({ projection }: ProjectionProps): ReactNode {
  const text = useText();
  if (projection === undefined) {
    return (
      <Section title={text('status.projection')}>
        <p>{text('status.projection.off')}</p>
      </Section>
    );
  }
  const { status, behindEntries, reason } = projection;
  return (
    <Section title={text('status.projection')} actions={<Rebuild />}>
      <Facts
        items={[
          [
            text('status.follows'),
            <Tag key="state" tone={toneOfWord(status)}>
              {status}
            </Tag>,
          ],
          [text('status.behind'), text('status.entries', { count: behindEntries })],
          ...(reason === undefined ? [] : [[text('status.reason'), reason] as const]),
        ]}
      />
    </Section>
  );
}

function Rebuild(): ReactNode {
  const text = useText();
  const { data: session } = useSession();
  const [isOpen, setOpen] = useState(false);
  const { mutate, data, error, isPending } = useRebuild();
  if (!mayDo(session, 'admin')) return null;
  return (
    <div className={styles['rebuild']}>
      {data !== undefined && (
        <span role="status">{text('status.rebuilding', { count: data.behindEntries })}</span>
      )}
      <Button onClick={() => setOpen(true)}>{text('status.rebuild')}</Button>
      <Dialog title={text('status.rebuildTitle')} isOpen={isOpen} onClose={() => setOpen(false)}>
        <div className={styles['question']}>
          <p>{text('status.rebuildLead')}</p>
          {error !== null && (
            <Banner tone="failed">
              <ProblemText problem={problemOf(error)} />
            </Banner>
          )}
          <div className={styles['acts']}>
            <Button
              look="danger"
              disabled={isPending}
              onClick={() => mutate(undefined, { onSuccess: () => setOpen(false) })}
            >
              {text('status.rebuildGo')}
            </Button>
            <Button onClick={() => setOpen(false)}>{text('ui.cancel')}</Button>
            <CallDrawer
              call={{
                method: 'POST',
                path: '/v1/projection/rebuild',
                command: 'projection rebuild',
              }}
            />
          </div>
        </div>
      </Dialog>
    </div>
  );
}

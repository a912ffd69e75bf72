/** What this browser has recorded in batches: each upload with its batches, and a way on for those that are not done. */

import type { ReactNode } from 'react';
import { Link } from 'wouter';

import { VisibleText } from '../../../proof/VisibleText.tsx';
import { useText } from '../../../text/context.tsx';
import { Button } from '../../../ui/Button.tsx';
import { DataTable } from '../../../ui/DataTable.tsx';
import { Section } from '../../../ui/Page.tsx';
import { Empty, Loading } from '../../../ui/States.tsx';
import { TimeText } from '../../../ui/TimeText.tsx';
import type { UploadSummary } from '../journal/journal.ts';
import { uploads, type UploadsState } from '../uploads.ts';
import styles from './PastUploads.module.css';

export function PastUploads({ state }: { readonly state: UploadsState }): ReactNode {
  const text = useText();
  const { past } = state;
  const current = state.current?.state().upload.id;
  return (
    <Section title={text('batches.past')}>
      <p className={styles['help']}>{text('batches.pastHelp')}</p>
      {state.isKept === undefined && <Loading />}
      {state.isKept !== undefined && past.length === 0 && <Empty sentence={text('batches.none')} />}
      {past.length > 0 && <Table past={past} current={current} />}
    </Section>
  );
}

interface TableProps {
  readonly past: readonly UploadSummary[];
  /** The upload that has a panel of its own. */
  readonly current: string | undefined;
}

function Table({ past, current }: TableProps): ReactNode {
  const text = useText();
  return (
    <DataTable
      label={text('batches.past')}
      columns={[
        {
          id: 'name',
          title: text('batches.name'),
          cell: ({ title }) => <VisibleText text={title} />,
        },
        {
          id: 'started',
          title: text('batches.started'),
          cell: ({ startedAt }) => <TimeText at={startedAt} />,
        },
        {
          id: 'progress',
          title: text('batches.progress'),
          isNumber: true,
          cell: ({ recorded, total }) => text('batches.of', { done: recorded, count: total }),
        },
        {
          id: 'links',
          title: text('batches.links'),
          cell: (upload) => <Batches upload={upload} />,
        },
        {
          id: 'acts',
          title: text('batches.acts'),
          cell: (upload) => upload.id !== current && <Acts upload={upload} />,
        },
      ]}
      rows={past}
      keyOf={({ id }) => id}
    />
  );
}

function Batches({ upload }: { readonly upload: UploadSummary }): ReactNode {
  const text = useText();
  return (
    <ul className={styles['batches']}>
      {upload.batches.map(({ id, count, height }) => (
        <li key={id}>
          <Link href={`/batches/${id}`}>{text('batches.batchLink', { count, height })}</Link>
        </li>
      ))}
    </ul>
  );
}

function Acts({ upload: { id, isDone } }: { readonly upload: UploadSummary }): ReactNode {
  const text = useText();
  return (
    <span className={styles['acts']}>
      {!isDone && <Button onClick={() => void uploads.resume(id)}>{text('batches.resume')}</Button>}
      <Button
        look="quiet"
        title={text('batches.forgetHelp')}
        onClick={() => void uploads.forget(id)}
      >
        {text('batches.forget')}
      </Button>
    </span>
  );
}

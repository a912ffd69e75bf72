/** What can be done about a record that is wrong: supersede it, erase its note. For those who may record. */

import type { ReactNode } from 'react';

import { mayDo, useSession } from '../../../api/session.ts';
import { useText } from '../../../text/context.tsx';
import { Section } from '../../../ui/Page.tsx';
import type { EvidenceRecord } from '../record.ts';
import styles from './CorrectSection.module.css';
import { EraseNote } from './EraseNote.tsx';
import { Supersede } from './Supersede.tsx';

export function CorrectSection({ record }: { readonly record: EvidenceRecord }): ReactNode {
  const text = useText();
  const { data: session } = useSession();
  if (!mayDo(session, 'evidence:write')) return null;
  const hasNote = Object.keys(record.note).length > 0 || record.salted === true;
  return (
    <Section title={text('records.correct')}>
      <p className={styles['help']}>{text('records.correctHelp')}</p>
      <div className={styles['buttons']}>
        {record.supersededBy === undefined && <Supersede record={record} />}
        {hasNote && record.noteErased !== true && <EraseNote record={record} />}
      </div>
    </Section>
  );
}

/** Records under each other, each leading to its page. */

import type { ReactNode } from 'react';
import { Link } from 'wouter';

import { visibleText } from '../../../proof/visible-text.ts';
import { useText } from '../../../text/context.tsx';
import { Tag } from '../../../ui/Banner.tsx';
import { type Column, DataTable } from '../../../ui/DataTable.tsx';
import { BlockLink } from '../../../ui/ChainLinks.tsx';
import { HashText } from '../../../ui/HashText.tsx';
import { TimeText } from '../../../ui/TimeText.tsx';
import { type EvidenceRecord, titleOf } from '../record.ts';
import styles from './RecordTable.module.css';

export function RecordTable({
  records,
}: {
  readonly records: readonly EvidenceRecord[];
}): ReactNode {
  const text = useText();
  const columns: readonly Column<EvidenceRecord>[] = [
    {
      id: 'name',
      title: text('records.name'),
      cell: (record) => <NameCell record={record} />,
    },
    {
      id: 'digest',
      title: text('records.digest'),
      cell: ({ digests }) => <DigestCell digests={digests} />,
    },
    {
      id: 'block',
      title: text('records.block'),
      isNumber: true,
      cell: ({ height }) => <BlockLink height={height} />,
    },
    {
      id: 'time',
      title: text('records.time'),
      cell: ({ committedAt }) => (
        <span className={styles['time']}>
          <TimeText at={committedAt} />
        </span>
      ),
    },
  ];
  return (
    <DataTable
      label={text('records.list')}
      columns={columns}
      rows={records}
      keyOf={({ id }) => id}
    />
  );
}

function NameCell({ record }: { readonly record: EvidenceRecord }): ReactNode {
  const text = useText();
  const title = titleOf(record);
  const { reference, name } = record.note;
  const without = record.noteErased === true ? 'records.erasedShort' : 'records.unnamed';
  return (
    <span className={styles['name']}>
      <Link href={`/records/${record.id}`}>
        {title === undefined ? text(without) : visibleText(title)}
      </Link>
      {name !== undefined && reference !== undefined && (
        <span className={styles['soft']}>{visibleText(reference)}</span>
      )}
      {record.supersededBy !== undefined && (
        <Tag tone="attention">{text('records.isSupersededShort')}</Tag>
      )}
      {record.kind !== undefined && <span className={styles['soft']}>{record.kind}</span>}
    </span>
  );
}

function DigestCell({ digests }: Pick<EvidenceRecord, 'digests'>): ReactNode {
  const [first] = Object.entries(digests);
  if (first === undefined) return null;
  const [algorithm, value] = first;
  return <HashText value={value} what={algorithm} />;
}

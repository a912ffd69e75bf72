/** What was not recorded, by name, with the reason: found here, or named by the service in its refusal. */

import type { ReactNode } from 'react';

import { VisibleText } from '../../../proof/VisibleText.tsx';
import { type Text, type TextKey, useText } from '../../../text/context.tsx';
import { Button } from '../../../ui/Button.tsx';
import { DataTable } from '../../../ui/DataTable.tsx';
import { faultsByItem } from '../journal/outcome.ts';
import { SAME, sealedChunk, type Upload, type UploadItem } from '../journal/upload.ts';
import type { UploadRun } from '../journal/upload-run.ts';

/** A table of thousands helps nobody. */
const SHOWN_MAX = 100;

const OWN: Readonly<Record<string, TextKey>> = {
  FILE_CHANGED: 'batches.itemFault.FILE_CHANGED',
  FILE_UNREADABLE: 'batches.itemFault.FILE_UNREADABLE',
  FILE_MISSING: 'batches.itemFault.FILE_MISSING',
};

interface Row {
  readonly item: UploadItem;
  readonly code: string;
}

export interface FaultyItemsProps {
  readonly run: UploadRun;
  readonly upload: Upload;
}

export function FaultyItems({ run, upload }: FaultyItemsProps): ReactNode {
  const text = useText();
  const rows = [...refusedNow(run, upload), ...leftBehind(upload)].slice(0, SHOWN_MAX);
  if (rows.length === 0) return null;
  const isUnread = rows.some(({ code }) => code === 'FILE_UNREADABLE' || code === 'FILE_CHANGED');
  return (
    <div>
      <h3>{text('batches.faulty')}</h3>
      <DataTable
        label={text('batches.faulty')}
        columns={[
          {
            id: 'name',
            title: text('batches.name'),
            cell: ({ item }) => (
              <VisibleText text={item.name ?? item.reference ?? String(item.index + 1)} />
            ),
          },
          { id: 'code', title: text('batches.code'), cell: ({ code }) => reasonOf(code, text) },
        ]}
        rows={rows}
        keyOf={({ item }) => item.index}
      />
      {isUnread && (
        <p>
          <Button onClick={() => run.readAgain()}>{text('batches.readAgain')}</Button>
        </p>
      )}
    </div>
  );
}

function leftBehind({ items }: Upload): readonly Row[] {
  return items.flatMap((item) =>
    item.fault === undefined || item.fault === SAME ? [] : [{ item, code: item.fault }],
  );
}

/** Named by the refusal that stands; the reader has not decided yet. */
function refusedNow(run: UploadRun, upload: Upload): readonly Row[] {
  const { obstacle } = run.state();
  const chunk = sealedChunk(upload);
  if (obstacle?.kind !== 'refused' || chunk === undefined) return [];
  const faults = faultsByItem(obstacle.problem.errors, chunk.items);
  return [...faults].flatMap(([index, code]) => {
    const item = upload.items[index];
    return item === undefined ? [] : [{ item, code }];
  });
}

function reasonOf(code: string, text: Text): string {
  const own = OWN[code];
  return own === undefined ? text('batches.itemFault.other', { code }) : text(own);
}

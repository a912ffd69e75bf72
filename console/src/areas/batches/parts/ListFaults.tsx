/** The faults of a list, by line. */

import type { ReactNode } from 'react';

import { visibleText } from '../../../proof/visible-text.ts';
import { useText } from '../../../text/context.tsx';
import { DataTable } from '../../../ui/DataTable.tsx';
import type { ListFault } from '../list/list-fault.ts';
import { FAULTS_MAX } from '../list/read-list.ts';

export function ListFaults({ faults }: { readonly faults: readonly ListFault[] }): ReactNode {
  const text = useText();
  return (
    <>
      {faults.length >= FAULTS_MAX && <p>{text('batches.listMany', { count: FAULTS_MAX })}</p>}
      <DataTable
        label={text('batches.what')}
        columns={[
          { id: 'line', title: text('batches.line'), cell: ({ line }) => line },
          {
            id: 'what',
            title: text('batches.what'),
            cell: ({ code, value }) => text(`batches.fault.${code}`, { value: visibleText(value) }),
          },
        ]}
        rows={faults}
        keyOf={({ line, code }) => `${String(line)} ${code}`}
      />
    </>
  );
}

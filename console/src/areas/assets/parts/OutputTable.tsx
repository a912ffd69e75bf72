/** Outputs of an account, one a row. */

import type { ReactNode } from 'react';

import type { OutputView } from '@stele/protocol';

import { useText } from '../../../text/context.tsx';
import { DataTable } from '../../../ui/DataTable.tsx';
import { TimeText } from '../../../ui/TimeText.tsx';
import { Amount, ClassLink } from './Amount.tsx';
import { Attributes, useTypes } from './Attributes.tsx';
import { OutputLink } from './OutputLink.tsx';
import { Standing } from './Standing.tsx';

export interface OutputTableProps {
  readonly label: string;
  readonly outputs: readonly OutputView[];
}

export function OutputTable({ label, outputs }: OutputTableProps): ReactNode {
  const text = useText();
  return (
    <DataTable
      label={label}
      rows={outputs}
      keyOf={({ id }) => id}
      columns={[
        {
          id: 'class',
          title: text('assets.class'),
          cell: (output) => (
            <>
              <ClassLink of={output.class} />
              <br />
              <OutputLink id={output.id} />
            </>
          ),
        },
        {
          id: 'amount',
          title: text('assets.amount'),
          isNumber: true,
          cell: (output) => <Amount units={output.amount} of={output.class} />,
        },
        {
          id: 'attributes',
          title: text('assets.attributes'),
          cell: (output) => <OutputAttributes output={output} />,
        },
        {
          id: 'standing',
          title: text('assets.standing'),
          cell: (output) => <Standing output={output} />,
        },
        {
          id: 'since',
          title: text('assets.acquiredAt'),
          cell: ({ acquiredAt }) => <TimeText at={acquiredAt} />,
        },
      ]}
    />
  );
}

function OutputAttributes({ output }: { readonly output: OutputView }): ReactNode {
  const types = useTypes(output.class.id);
  return <Attributes of={output.attributes} types={types} />;
}

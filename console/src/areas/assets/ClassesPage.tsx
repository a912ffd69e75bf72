/** Classes of assets that the chain has. */

import type { ReactNode } from 'react';

import type { ClassView } from '@stele/protocol';

import { mayDo, useSession } from '../../api/session.ts';
import { useText } from '../../text/context.tsx';
import { BlockLink } from '../../ui/ChainLinks.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { LinkButton } from '../../ui/LinkButton.tsx';
import { Section } from '../../ui/Page.tsx';
import { Empty } from '../../ui/States.tsx';
import { Amount, ClassLink, Kind } from './parts/Amount.tsx';
import { AssetsPage } from './parts/AssetsPage.tsx';
import { Listed } from './parts/Listed.tsx';
import { classesPath, useClasses } from './queries.ts';

export function ClassesPage(): ReactNode {
  const text = useText();
  const classes = useClasses();
  return (
    <AssetsPage
      title={text('assets.title')}
      lead={text('assets.lead')}
      call={{ method: 'GET', path: classesPath(), isOpen: true, command: 'asset list' }}
    >
      <Section title={text('assets.classes')}>
        <Listed of={classes} empty={<None />}>
          {(items) => <ClassTable classes={items} />}
        </Listed>
      </Section>
    </AssetsPage>
  );
}

/** Only who may act is shown the way to. */
function None(): ReactNode {
  const text = useText();
  const { data: session } = useSession();
  const mayDefine = mayDo(session, 'ledger:submit');
  return (
    <Empty
      sentence={text('assets.noClasses')}
      action={
        mayDefine && <LinkButton href="/assets/define">{text('assets.defineFirst')}</LinkButton>
      }
    />
  );
}

function ClassTable({ classes }: { readonly classes: readonly ClassView[] }): ReactNode {
  const text = useText();
  return (
    <DataTable
      label={text('assets.classes')}
      rows={classes}
      keyOf={({ id }) => id}
      columns={[
        { id: 'class', title: text('assets.class'), cell: (one) => <ClassLink of={one} /> },
        { id: 'kind', title: text('assets.kind'), cell: ({ kind }) => <Kind kind={kind} /> },
        {
          id: 'issued',
          title: text('assets.issued'),
          isNumber: true,
          cell: (one) => <Amount units={one.issued} of={one} />,
        },
        {
          id: 'redeemed',
          title: text('assets.redeemed'),
          isNumber: true,
          cell: (one) => <Amount units={one.redeemed} of={one} />,
        },
        {
          id: 'defined',
          title: text('assets.definedAt'),
          isNumber: true,
          cell: ({ definedAtHeight }) => <BlockLink height={definedAtHeight} />,
        },
      ]}
    />
  );
}

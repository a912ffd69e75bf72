/** One transaction that waits for signatures: what it will do in own words, who has still to sign, and signing it. */

import type { ReactNode } from 'react';
import { useParams } from 'wouter';

import { isCode } from '../../api/api-error.ts';
import { useText } from '../../text/context.tsx';
import { Gate } from '../../ui/Gate.tsx';
import { LinkButton } from '../../ui/LinkButton.tsx';
import { Section } from '../../ui/Page.tsx';
import { Answered, Empty } from '../../ui/States.tsx';
import styles from './Assets.module.css';
import { AssetsPage } from './parts/AssetsPage.tsx';
import { PartyLink } from './parts/PartyLink.tsx';
import { pendingPath, usePending } from './queries.ts';
import { usePendingWords } from './signing/queries.ts';
import { WillHappen } from './signing/WillHappen.tsx';

export function PendingPage(): ReactNode {
  const text = useText();
  const { id = '' } = useParams();
  return (
    <AssetsPage
      title={text('assets.pending')}
      lead={text('assets.pendingLead')}
      call={{ method: 'GET', path: pendingPath(id), command: `tx show ${id}` }}
    >
      <Gate scope="ledger:submit">
        <Pending key={id} id={id} />
      </Gate>
    </AssetsPage>
  );
}

function Pending({ id }: { readonly id: string }): ReactNode {
  const text = useText();
  const pending = usePending(id);
  const understood = usePendingWords(id, pending.data !== undefined);
  // What has been read stays in view while the last signature takes it out of the inbox.
  if (understood.data === undefined && isCode(pending.error, 'PENDING_UNKNOWN')) {
    return (
      <Empty
        sentence={text('assets.pendingUnknown')}
        action={<LinkButton href="/assets/inbox">{text('assets.toInbox')}</LinkButton>}
      />
    );
  }
  return (
    <>
      {pending.data !== undefined && <Missing missing={pending.data.missing} />}
      <Section title={text('assets.sign.title')}>
        {pending.data === undefined && pending.isError ? (
          <Answered of={pending}>{() => null}</Answered>
        ) : (
          <Answered of={understood} rows={4}>
            {(data) => <WillHappen understood={data} />}
          </Answered>
        )}
      </Section>
    </>
  );
}

function Missing({ missing }: { readonly missing: readonly string[] }): ReactNode {
  const text = useText();
  return (
    <Section title={text('assets.missing')}>
      <ul className={styles['sentences']}>
        {missing.map((party) => (
          <li key={party}>
            <PartyLink party={party} />
          </li>
        ))}
      </ul>
    </Section>
  );
}

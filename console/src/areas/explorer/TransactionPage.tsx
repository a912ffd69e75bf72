/** A transaction as the log has it: what was asked, by whom, what became of it, and its proof. */

import type { ReactNode } from 'react';
import { useParams } from 'wouter';

import type { PayloadRootView, TransactionView } from '@stele/protocol';

import { isCode } from '../../api/api-error.ts';
import { useText } from '../../text/context.tsx';
import { ButtonLink } from '../../ui/Button.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { HashText } from '../../ui/HashText.tsx';
import { Facts } from '../../ui/Facts.tsx';
import { Page, Section } from '../../ui/Page.tsx';
import { Answered, Empty } from '../../ui/States.tsx';
import { TimeText } from '../../ui/TimeText.tsx';
import { GrowthAlarm } from './parts/GrowthAlarm.tsx';
import { Calls } from './parts/Calls.tsx';
import { Effects } from './parts/Effects.tsx';
import { BlockLink, PrincipalText } from '../../ui/ChainLinks.tsx';
import { Outcome } from './parts/Outcome.tsx';
import { SearchBox } from './parts/SearchBox.tsx';
import { TransactionProof } from './parts/TransactionProof.tsx';
import { CHAIN, useTransaction } from './queries.ts';

export function TransactionPage(): ReactNode {
  const text = useText();
  const { id = '' } = useParams();
  const transaction = useTransaction(id);
  return (
    <Page
      title={text('explorer.transaction')}
      call={{ method: 'GET', path: `${CHAIN}/transactions/${id}`, isOpen: true }}
      actions={transaction.data !== undefined && <RawEntry transaction={transaction.data} />}
    >
      <GrowthAlarm />
      {isCode(transaction.error, 'TRANSACTION_UNKNOWN') ? (
        <>
          <Empty sentence={text('explorer.transactionUnknown')} />
          <SearchBox first={id} />
        </>
      ) : (
        <Answered of={transaction} rows={8}>
          {(data) => <TransactionParts key={data.id} transaction={data} />}
        </Answered>
      )}
    </Page>
  );
}

function RawEntry({
  transaction: { index },
}: {
  readonly transaction: TransactionView;
}): ReactNode {
  const text = useText();
  return (
    <ButtonLink href={`${CHAIN}/entries/${String(index)}`} download={`entry-${String(index)}.cbor`}>
      {text('explorer.rawEntry')}
    </ButtonLink>
  );
}

function TransactionParts({ transaction }: { readonly transaction: TransactionView }): ReactNode {
  const text = useText();
  const { calls, effects, payloads } = transaction;
  return (
    <>
      <Head transaction={transaction} />
      <Calls calls={calls} />
      <Effects effects={effects} code={transaction.code} />
      <Section title={text('explorer.signatures')}>
        <Signatures transaction={transaction} />
      </Section>
      {payloads.length > 0 && (
        <Section title={text('explorer.payloads')}>
          <Payloads payloads={payloads} />
        </Section>
      )}
      <TransactionProof transaction={transaction} />
    </>
  );
}

function Head({ transaction }: { readonly transaction: TransactionView }): ReactNode {
  const text = useText();
  const { id, status, height, index, committedAt, code, validUntil, payer } = transaction;
  return (
    <Section title={text('explorer.outcome')}>
      <Facts
        items={[
          [text('explorer.outcome'), <Outcome key="code" code={code} />],
          [
            text('explorer.id'),
            <HashText key="id" value={id} what={text('explorer.transaction')} />,
          ],
          [text('explorer.status'), text(`explorer.status.${status}`)],
          [text('explorer.block'), <BlockLink key="block" height={height} />],
          [text('explorer.entry'), String(index)],
          [text('explorer.committedAt'), <TimeText key="at" at={committedAt} exact />],
          [text('explorer.validUntil'), <TimeText key="until" at={validUntil} exact />],
          [text('explorer.payer'), <PrincipalText key="payer" text={payer} />],
        ]}
      />
    </Section>
  );
}

const ALGORITHMS: Readonly<Record<number, string>> = { 1: 'Ed25519', 2: 'P-256', 3: 'SM2' };

function Signatures({ transaction }: { readonly transaction: TransactionView }): ReactNode {
  const text = useText();
  return (
    <DataTable
      label={text('explorer.signatures')}
      rows={transaction.signatures}
      keyOf={({ key }) => key}
      columns={[
        {
          id: 'algorithm',
          title: text('explorer.algorithm'),
          cell: ({ algorithm }) => ALGORITHMS[algorithm] ?? algorithm,
        },
        {
          id: 'key',
          title: text('explorer.publicKey'),
          cell: ({ key }) => <HashText value={key} what={text('explorer.publicKey')} />,
        },
      ]}
    />
  );
}

function Payloads({ payloads }: { readonly payloads: readonly PayloadRootView[] }): ReactNode {
  const text = useText();
  return (
    <DataTable
      label={text('explorer.payloads')}
      rows={payloads}
      keyOf={({ root }) => root}
      columns={[
        {
          id: 'kind',
          title: text('explorer.kind'),
          cell: ({ kind }) => text(`explorer.payload.${kind}`),
        },
        {
          id: 'root',
          title: text('explorer.root'),
          cell: ({ root }) => <HashText value={root} what={text('explorer.root')} />,
        },
        {
          id: 'count',
          title: text('explorer.count'),
          isNumber: true,
          cell: ({ count }) => count,
        },
        {
          id: 'bytes',
          title: text('explorer.bytes'),
          isNumber: true,
          cell: ({ bytes }) => bytes,
        },
      ]}
    />
  );
}

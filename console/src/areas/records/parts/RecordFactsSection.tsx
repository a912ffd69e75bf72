/** What a record says, and where in the chain it stands. */

import type { ReactNode } from 'react';
import { Link } from 'wouter';

import { visibleText } from '../../../proof/visible-text.ts';
import { sizeText } from '../../../proof/words.ts';
import { type Text, useLanguage, useText } from '../../../text/context.tsx';
import type { Language } from '../../../text/fill.ts';
import { BlockLink, TransactionLink } from '../../../ui/ChainLinks.tsx';
import { HashText } from '../../../ui/HashText.tsx';
import { type Fact, Facts } from '../../../ui/Facts.tsx';
import { Section } from '../../../ui/Page.tsx';
import { TimeText } from '../../../ui/TimeText.tsx';
import type { EvidenceRecord } from '../record.ts';
import { digestFacts } from './digest-facts.tsx';

export function RecordFactsSection({ record }: { readonly record: EvidenceRecord }): ReactNode {
  const text = useText();
  const language = useLanguage();
  return (
    <Section title={text('records.facts')}>
      <Facts
        items={[
          [text('records.time'), <TimeText key="time" at={record.committedAt} exact />],
          ...digestFacts(record.digests),
          ...noteFacts(record, text, language),
          ...stateFacts(record, text),
          [text('records.id'), <HashText key="id" value={record.id} what={text('records.id')} />],
        ]}
      />
    </Section>
  );
}

function noteFacts(
  { note, kind }: EvidenceRecord,
  text: Text,
  language: Language,
): readonly Fact[] {
  const { name, size, reference, metadata } = note;
  return [
    ...(name === undefined ? [] : [[text('records.name'), visibleText(name)] as const]),
    ...(reference === undefined
      ? []
      : [[text('records.reference'), visibleText(reference)] as const]),
    ...(kind === undefined ? [] : [[text('records.kind'), kind] as const]),
    ...(size === undefined
      ? []
      : [
          [
            text('records.size'),
            text('records.bytes', { size: sizeText(size, language), count: size }),
          ] as const,
        ]),
    ...(metadata === undefined
      ? []
      : [[text('records.metadata'), <Metadata key="metadata" value={metadata} />] as const]),
  ];
}

function Metadata({ value }: { readonly value: unknown }): ReactNode {
  return <code>{visibleText(JSON.stringify(value, null, 1))}</code>;
}

function stateFacts(record: EvidenceRecord, text: Text): readonly Fact[] {
  const { salted, noteErased, supersedes, supersededBy } = record;
  return [
    ...(salted === true ? [[text('records.salted'), text('records.saltedYes')] as const] : []),
    ...(noteErased === true
      ? [[text('records.noteErased'), text('records.noteErasedYes')] as const]
      : []),
    ...(supersedes === undefined
      ? []
      : [[text('records.supersedesRecord'), <RecordLink key="old" id={supersedes} />] as const]),
    ...(supersededBy === undefined
      ? []
      : [[text('records.supersededBy'), <RecordLink key="new" id={supersededBy} />] as const]),
  ];
}

export function RecordLink({ id }: { readonly id: string }): ReactNode {
  return (
    <Link href={`/records/${id}`}>
      <code>{id}</code>
    </Link>
  );
}

export function PlaceSection({ record }: { readonly record: EvidenceRecord }): ReactNode {
  const text = useText();
  const { chain, height, index, transaction } = record;
  return (
    <Section title={text('records.place')}>
      <Facts
        items={[
          [text('records.block'), <BlockLink key="block" height={height} />],
          [
            text('records.transaction'),
            <TransactionLink key="transaction" id={transaction} copyable />,
          ],
          [text('records.index'), index],
          [text('records.chain'), chain.name],
          [
            text('records.fingerprint'),
            <HashText
              key="fingerprint"
              value={chain.fingerprint}
              what={text('records.fingerprint')}
            />,
          ],
        ]}
      />
    </Section>
  );
}

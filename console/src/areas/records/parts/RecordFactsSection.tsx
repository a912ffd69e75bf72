/** What a record says, and where in the chain it stands. */

import type { ReactNode } from 'react';
import { Link } from 'wouter';

import { visibleText } from '../../../proof/visible-text.ts';
import { sizeText } from '../../../proof/words.ts';
import { type Text, useLanguage, useText } from '../../../text/context.tsx';
import type { Language } from '../../../text/fill.ts';
import { HashText } from '../../../ui/HashText.tsx';
import { Facts, Section } from '../../../ui/Page.tsx';
import { TimeText } from '../../../ui/TimeText.tsx';
import type { EvidenceRecord } from '../record.ts';

type Fact = readonly [name: string, value: ReactNode];

export function RecordFactsSection({ record }: { readonly record: EvidenceRecord }): ReactNode {
  const text = useText();
  const language = useLanguage();
  return (
    <Section title={text('records.facts')}>
      <Facts
        items={[
          [text('records.time'), <TimeText key="time" at={record.committedAt} exact />],
          ...digestFacts(record),
          ...noteFacts(record, text, language),
          ...stateFacts(record, text),
          [text('records.id'), <HashText key="id" value={record.id} what={text('records.id')} />],
        ]}
      />
    </Section>
  );
}

function digestFacts({ digests }: EvidenceRecord): readonly Fact[] {
  return Object.entries(digests).map(([algorithm, digest]) => [
    algorithm.toUpperCase(),
    <HashText key={algorithm} value={digest} what={algorithm} />,
  ]);
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
          [
            text('records.block'),
            <Link key="block" href={`/explorer/blocks/${String(height)}`}>
              {height}
            </Link>,
          ],
          [
            text('records.transaction'),
            <HashText
              key="transaction"
              value={transaction}
              what={text('records.transaction')}
              href={`/explorer/transactions/${transaction}`}
            />,
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

/** What the record says. Names and notes are what a stranger wrote: text, with everything hidden in it made visible. */

import type { ReactNode } from 'react';

import type { Fact } from '../../ui/Facts.tsx';
import type { PageVerdict } from '../judge.ts';
import { noteLines } from '../note-lines.ts';
import { useSpeaker } from '../use-speaker.ts';
import { VisibleText } from '../VisibleText.tsx';
import { type Speaker, sizeText } from '../words.ts';
import { FactBlock, Moment, WholeHash } from './FactBlock.tsx';
import styles from './RecordFacts.module.css';

type Record = NonNullable<PageVerdict['record']>;

export function RecordFacts({ verdict }: { readonly verdict: PageVerdict }): ReactNode {
  const speaker = useSpeaker();
  const { record } = verdict;
  if (record === undefined) return null;
  const items = [
    ...noteFacts(speaker, record),
    ...digestFacts(speaker, record),
    ...placeFacts(speaker, record),
    ...ownFacts(speaker, record),
  ];
  return <FactBlock title={speaker.text('proof.recordTitle')} items={items} />;
}

function noteFacts({ text, language }: Speaker, { note }: Record): readonly Fact[] {
  if (note === undefined) return [];
  const { name, sizeBytes, reference, metadata } = note;
  const facts: Fact[] = [];
  if (name !== undefined) {
    facts.push([text('proof.fileName'), <VisibleText key="name" text={name} />]);
  }
  if (sizeBytes !== undefined) {
    const exact = `${sizeBytes.toLocaleString(language)} B`;
    facts.push([
      text('proof.size'),
      <span key="size" title={exact}>
        {sizeText(sizeBytes, language)}
      </span>,
    ]);
  }
  if (reference !== undefined) {
    facts.push([text('proof.reference'), <VisibleText key="reference" text={reference} />]);
  }
  if (metadata !== undefined) {
    facts.push([text('proof.metadata'), <Metadata key="metadata" lines={noteLines(metadata)} />]);
  }
  return facts;
}

function Metadata({ lines }: { readonly lines: readonly string[] }): ReactNode {
  return (
    <ul className={styles['metadata']}>
      {lines.map((line, place) => (
        <li key={place}>
          <VisibleText text={line} />
        </li>
      ))}
    </ul>
  );
}

function digestFacts({ text }: Speaker, { digests = {} }: Record): readonly Fact[] {
  return Object.entries(digests).map(([name, value]) => {
    const what = text('proof.digest', { name });
    return [what, <WholeHash key={name} value={value} what={what} />] as const;
  });
}

function placeFacts({ text, language }: Speaker, record: Record): readonly Fact[] {
  const { committedAt, height, index, transaction } = record;
  const what = text('proof.transaction');
  return [
    [text('proof.recordedAt'), <Moment key="at" at={committedAt} />],
    [text('proof.block'), height.toLocaleString(language)],
    [text('proof.position'), index.toLocaleString(language)],
    [what, <WholeHash key="transaction" value={transaction} what={what} />],
  ];
}

function ownFacts({ text }: Speaker, { id, owner, kind, supersedes }: Record): readonly Fact[] {
  const facts: Fact[] = [];
  const code = (value: string): ReactNode => <code>{value}</code>;
  if (id !== undefined) facts.push([text('proof.recordId'), code(id)]);
  if (owner !== undefined) facts.push([text('proof.owner'), code(owner)]);
  if (kind !== undefined) facts.push([text('proof.kind'), code(kind)]);
  if (supersedes !== undefined) facts.push([text('proof.supersedes'), code(supersedes)]);
  return facts;
}

/** Who stands behind a record: the chain, its members, who cosigned, and the authorities of timestamps. */

import type { ReactNode } from 'react';

import type { Fact } from '../../ui/Facts.tsx';
import type { PageVerdict } from '../judge.ts';
import { useSpeaker } from '../use-speaker.ts';
import { visibleText } from '../visible-text.ts';
import { listed, type Speaker, timeText } from '../words.ts';
import { FactBlock, Moment, WholeHash } from './FactBlock.tsx';

export function ChainFacts({ verdict }: { readonly verdict: PageVerdict }): ReactNode {
  const speaker = useSpeaker();
  const { chain, assurance } = verdict;
  if (chain === undefined) return null;
  const { text } = speaker;
  const names = chain.organisations.map(({ name, organisation }) => name || organisation);
  const what = text('proof.fingerprint');
  const items: readonly Fact[] = [
    [text('proof.organisations'), listed(speaker, names)],
    ...(assurance === undefined ? [] : assuranceFacts(speaker, assurance)),
    ...stampFacts(speaker, verdict),
    [what, <WholeHash key="fingerprint" value={chain.fingerprint} what={what} />],
  ];
  return <FactBlock title={text('proof.chainTitle')} items={items} />;
}

function assuranceFacts(
  speaker: Speaker,
  assurance: NonNullable<PageVerdict['assurance']>,
): readonly Fact[] {
  const { text } = speaker;
  const { members, weight, threshold, selfAttested, lineage, cosignedAt } = assurance;
  const signed = text('proof.weight', { members: listed(speaker, members), weight, threshold });
  return [
    [
      text('proof.cosigned'),
      <>
        <p>{signed}</p>
        {selfAttested && <p>{text('proof.selfAttested')}</p>}
        {lineage > 0 && <p>{text('proof.lineage', { count: lineage })}</p>}
      </>,
    ],
    [text('proof.cosignedAt'), <Moment key="cosigned" at={cosignedAt} />],
  ];
}

function stampFacts(speaker: Speaker, { stamps }: PageVerdict): readonly Fact[] {
  if (stamps.length === 0) return [];
  const { text } = speaker;
  const lines = stamps.map(({ authority, at }) =>
    text('proof.stampValue', { authority: visibleText(authority), time: timeText(speaker, at) }),
  );
  return [[text('proof.stamp'), lines.map((line) => <p key={line}>{line}</p>)]];
}

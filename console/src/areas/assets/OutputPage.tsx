/** An output: what it is, whose, how it stands; the ways out of its hold; where it came from and where it went. */

import type { ReactNode } from 'react';
import { useParams, useSearch } from 'wouter';

import type { OutputView } from '@stele/protocol';

import { isCode } from '../../api/api-error.ts';
import { useText } from '../../text/context.tsx';
import { BlockLink } from '../../ui/ChainLinks.tsx';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { Facts } from '../../ui/Facts.tsx';
import { HashText } from '../../ui/HashText.tsx';
import { LinkButton } from '../../ui/LinkButton.tsx';
import { Section } from '../../ui/Page.tsx';
import { Answered, Empty } from '../../ui/States.tsx';
import { TimeText } from '../../ui/TimeText.tsx';
import styles from './Assets.module.css';
import { OutputMarks } from './marks/StandingMarks.tsx';
import { readOwner } from './owner.ts';
import { Amount, ClassLink } from './parts/Amount.tsx';
import { AssetsPage } from './parts/AssetsPage.tsx';
import { Attributes, useTypes } from './parts/Attributes.tsx';
import { HoldSection } from './parts/HoldSection.tsx';
import { OutputActs } from './parts/OutputActs.tsx';
import { PartyLink } from './parts/PartyLink.tsx';
import { Standing } from './parts/Standing.tsx';
import { outputPath, useOutput } from './queries.ts';
import { TraceSection } from './trace/TraceSection.tsx';

export function OutputPage(): ReactNode {
  const text = useText();
  const { id = '' } = useParams();
  const output = useOutput(id);
  return (
    <AssetsPage
      title={text('assets.output')}
      lead={id}
      call={{ method: 'GET', path: outputPath(id), isOpen: true, command: `asset show ${id}` }}
    >
      {isCode(output.error, 'OUTPUT_ABSENT') ? (
        <Empty
          sentence={text('assets.outputUnknown')}
          action={<LinkButton href="/assets">{text('assets.toClasses')}</LinkButton>}
        />
      ) : (
        <Answered of={output} rows={8}>
          {(data) => <OutputParts key={data.id} output={data} />}
        </Answered>
      )}
    </AssetsPage>
  );
}

function OutputParts({ output }: { readonly output: OutputView }): ReactNode {
  const text = useText();
  const chosen = new URLSearchParams(useSearch()).get('exit') ?? undefined;
  const owner = readOwner(output.owner);
  return (
    <>
      <OutputMarks output={output} />
      <Section title={text('assets.about')}>
        <OutputFacts output={output} />
      </Section>
      {owner?.kind === 'hold' && <HoldSection output={output} hold={owner.hold} chosen={chosen} />}
      <OutputActs output={output} />
      <TraceSection output={output} />
    </>
  );
}

function OutputFacts({ output }: { readonly output: OutputView }): ReactNode {
  const text = useText();
  const { id, slot, attributes, holder, acquiredAt, depth, payload, state, madeAt } = output;
  const types = useTypes(output.class.id);
  return (
    <Facts
      items={[
        [text('assets.class'), <ClassLink key="class" of={output.class} />],
        [text('assets.amount'), <Amount key="amount" units={output.amount} of={output.class} />],
        [text('assets.standing'), <Standing key="standing" output={output} />],
        [text('assets.countsFor'), <PartyLink key="holder" party={holder} />],
        [text('assets.attributes'), <Attributes key="attributes" of={attributes} types={types} />],
        ...(state === null
          ? []
          : [
              [
                text('assets.state'),
                <span key="state">
                  <code>{state.name}</code> <Attributes of={state.fields} types={types} />
                </span>,
              ] as const,
            ]),
        [text('assets.acquiredAt'), <TimeText key="acquired" at={acquiredAt} />],
        [text('assets.depth'), String(depth)],
        [text('assets.madeIn'), <BlockLink key="made" height={madeAt.height} />],
        ...(output.endedAt === undefined
          ? []
          : [
              [
                text('assets.endedIn'),
                <BlockLink key="ended" height={output.endedAt.height} />,
              ] as const,
            ]),
        ...(payload === null
          ? []
          : [
              [
                text('assets.payload'),
                <HashText key="payload" value={payload} what={text('assets.payload')} />,
              ] as const,
            ]),
        [text('assets.slot'), <HashText key="slot" value={slot} what={text('assets.slot')} />],
        [text('assets.outputId'), <OutputId key="id" id={id} />],
      ]}
    />
  );
}

function OutputId({ id }: { readonly id: string }): ReactNode {
  const text = useText();
  return (
    <span className={styles['line']}>
      <code className={styles['amount']}>{id}</code>
      <CopyButton value={id} what={text('assets.outputId')} />
    </span>
  );
}

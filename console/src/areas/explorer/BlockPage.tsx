/** A block: its header, what is in it, its neighbours, and the proof that it stands in the log. */

import type { ReactNode } from 'react';
import { Link, useParams } from 'wouter';

import type { BlockView } from '@stele/protocol';

import { isCode } from '../../api/api-error.ts';
import { useText } from '../../text/context.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { HashText } from '../../ui/HashText.tsx';
import { Facts } from '../../ui/Facts.tsx';
import { Page, Section } from '../../ui/Page.tsx';
import { Answered, Empty } from '../../ui/States.tsx';
import { TimeText } from '../../ui/TimeText.tsx';
import { headerIndex, proveBlock } from './block-proof.ts';
import { GrowthAlarm } from './parts/GrowthAlarm.tsx';
import { Checks } from './parts/Checks.tsx';
import { TransactionLink } from '../../ui/ChainLinks.tsx';
import { OutcomeTag } from './parts/Outcome.tsx';
import { Pager } from './parts/Pager.tsx';
import { ProofSection } from './parts/ProofSection.tsx';
import { SearchBox } from './parts/SearchBox.tsx';
import { CHAIN, logHash, readEntry, readTile, signedLog, useBlock, useChain } from './queries.ts';

export function BlockPage(): ReactNode {
  const text = useText();
  const { block: reference = 'latest' } = useParams();
  const block = useBlock(reference);
  const height = block.data === undefined ? reference : String(block.data.height);
  return (
    <Page
      title={text('explorer.blockTitle', { height })}
      call={{ method: 'GET', path: `${CHAIN}/blocks/${reference}`, isOpen: true }}
      actions={block.data !== undefined && <Neighbours block={block.data} />}
    >
      <GrowthAlarm />
      {isCode(block.error, 'BLOCK_UNKNOWN') ? (
        <>
          <Empty sentence={text('explorer.blockUnknown')} />
          <SearchBox first={reference} />
        </>
      ) : (
        <Answered of={block} rows={8}>
          {(data) => <BlockParts key={data.hash} block={data} />}
        </Answered>
      )}
    </Page>
  );
}

function Neighbours({ block: { height } }: { readonly block: BlockView }): ReactNode {
  const text = useText();
  const { data: chain } = useChain();
  const hasNext = chain !== undefined && height < chain.height;
  return (
    <Pager
      label={text('explorer.neighbours')}
      previous={height > 0 ? `/explorer/blocks/${String(height - 1)}` : undefined}
      next={hasNext ? `/explorer/blocks/${String(height + 1)}` : undefined}
    />
  );
}

function BlockParts({ block }: { readonly block: BlockView }): ReactNode {
  const text = useText();
  return (
    <>
      <Header block={block} />
      <Section title={text('explorer.transactions')}>
        {block.transactions.length === 0 ? (
          <Empty
            sentence={text('explorer.noTransactions')}
            action={<Link href="/explorer">{text('explorer.toOverview')}</Link>}
          />
        ) : (
          <Transactions block={block} />
        )}
      </Section>
      <ProofSection lead={text('explorer.blockProof')} prove={() => prove(block)}>
        {(checks) => <Checks checks={checks} />}
      </ProofSection>
    </>
  );
}

async function prove(block: BlockView): ReturnType<typeof proveBlock> {
  const entry = await readEntry(headerIndex(block));
  // Asked for after the entry: a checkpoint from before would not cover it.
  const log = await signedLog();
  return proveBlock({ block, entry, log, hash: logHash, readTile });
}

function Header({ block }: { readonly block: BlockView }): ReactNode {
  const text = useText();
  const hash = (name: string, value: string): readonly [string, ReactNode] => [
    name,
    <HashText key={name} value={value} what={name} />,
  ];
  const last = block.firstEffect + block.effectCount - 1;
  return (
    <Section title={text('explorer.header')}>
      <Facts
        items={[
          [text('explorer.height'), String(block.height)],
          hash(text('explorer.hash'), block.hash),
          [text('explorer.time'), <TimeText key="time" at={block.time} exact />],
          [
            text('explorer.entriesOfBlock'),
            text('explorer.range', {
              first: String(block.firstIndex),
              last: String(headerIndex(block)),
            }),
          ],
          hash(text('explorer.previousRoot'), block.previousRoot),
          [
            text('explorer.effects'),
            block.effectCount === 0
              ? text('ui.none')
              : text('explorer.range', { first: String(block.firstEffect), last: String(last) }),
          ],
          hash(text('explorer.effectsRoot'), block.effectsRoot),
          hash(text('explorer.liveRoot'), block.liveRoot),
          hash(text('explorer.charter'), block.charter),
          [text('explorer.rules'), String(block.rules)],
          [
            text('explorer.epoch'),
            text('explorer.epochValue', {
              epoch: String(block.epoch),
              height: String(block.engineHeight),
            }),
          ],
        ]}
      />
    </Section>
  );
}

function Transactions({ block }: { readonly block: BlockView }): ReactNode {
  const text = useText();
  return (
    <DataTable
      label={text('explorer.transactions')}
      rows={block.transactions}
      keyOf={({ index }) => index}
      columns={[
        {
          id: 'index',
          title: text('explorer.entry'),
          isNumber: false,
          cell: ({ index }) => index,
        },
        {
          id: 'id',
          title: text('explorer.transaction'),
          cell: ({ id }) => <TransactionLink id={id} copyable />,
        },
        {
          id: 'outcome',
          title: text('explorer.outcome'),
          cell: ({ code }) => <OutcomeTag code={code} />,
        },
      ]}
    />
  );
}

/** The newest blocks as they come; pausable, so that a row can be read before it has moved on. */

import { type ReactNode, useEffect, useRef, useState } from 'react';

import type { BlockView, ChainView } from '@stele/protocol';

import { useText } from '../../../text/context.tsx';
import { Tag, type Tone } from '../../../ui/Banner.tsx';
import { Button } from '../../../ui/Button.tsx';
import { DataTable } from '../../../ui/DataTable.tsx';
import { Section } from '../../../ui/Page.tsx';
import { Failed, Loading } from '../../../ui/States.tsx';
import { TimeText } from '../../../ui/TimeText.tsx';
import type { LiveSource } from '../live-head.ts';
import { useBlocks } from '../queries.ts';
import { BlockLink, HashLink } from '../../../ui/ChainLinks.tsx';
import styles from './LiveBlocks.module.css';

const SHOWN = 10;
/** What changes more often than this is not read out each time. */
const ANNOUNCE_MS = 3_000;

export interface LiveBlocksProps {
  readonly chain: ChainView;
  readonly source: LiveSource;
  readonly onPause: (isPaused: boolean) => void;
}

export function LiveBlocks({ chain, source, onPause }: LiveBlocksProps): ReactNode {
  const text = useText();
  const isPaused = source === 'paused';
  const count = Math.min(SHOWN, chain.height + 1);
  const { blocks, first } = useBlocks(Array.from({ length: count }, (_, i) => chain.height - i));
  return (
    <Section
      title={text('explorer.live')}
      actions={
        <div className={styles['actions']}>
          <SourceTag source={source} />
          <Button aria-pressed={isPaused} onClick={() => onPause(!isPaused)}>
            {text(isPaused ? 'explorer.resume' : 'explorer.pause')}
          </Button>
        </div>
      }
    >
      {blocks.length > 0 && <BlockTable blocks={blocks} />}
      {blocks.length === 0 && first?.isPending === true && <Loading rows={SHOWN} />}
      {blocks.length === 0 && first?.error !== null && first !== undefined && (
        <Failed error={first.error} onRetry={() => void first.refetch()} />
      )}
      <Announcer newest={blocks[0]} />
    </Section>
  );
}

const TONES: Readonly<Record<LiveSource, Tone>> = {
  stream: 'ok',
  polling: 'plain',
  paused: 'attention',
};

function SourceTag({ source }: { readonly source: LiveSource }): ReactNode {
  const text = useText();
  return <Tag tone={TONES[source]}>{text(`explorer.source.${source}`)}</Tag>;
}

function BlockTable({ blocks }: { readonly blocks: readonly BlockView[] }): ReactNode {
  const text = useText();
  return (
    <DataTable
      label={text('explorer.live')}
      rows={blocks}
      keyOf={({ height }) => height}
      columns={[
        {
          id: 'height',
          title: text('explorer.block'),
          cell: ({ height }) => <BlockLink height={height} />,
        },
        {
          id: 'hash',
          title: text('explorer.hash'),
          cell: ({ hash, height }) => (
            <HashLink
              value={hash}
              what={text('explorer.hash')}
              href={`/explorer/blocks/${String(height)}`}
            />
          ),
        },
        {
          id: 'time',
          title: text('explorer.time'),
          cell: ({ time }) => <TimeText at={time} exact />,
        },
        {
          id: 'transactions',
          title: text('explorer.transactions'),
          isNumber: true,
          cell: ({ transactions }) => transactions.length,
        },
        {
          id: 'effects',
          title: text('explorer.effects'),
          isNumber: true,
          cell: ({ effectCount }) => effectCount,
        },
      ]}
    />
  );
}

/** Says the newest block to readers of a screen, at most every few seconds, and not the one that was there when they came. */
function Announcer({ newest }: { readonly newest: BlockView | undefined }): ReactNode {
  const text = useText();
  const latest = useRef(newest);
  const [said, setSaid] = useState(newest);
  const [first, setFirst] = useState(newest?.height);
  if (first === undefined && newest !== undefined) setFirst(newest.height);
  useEffect(() => {
    latest.current = newest;
  }, [newest]);
  useEffect(() => {
    const timer = setInterval(() => setSaid(latest.current), ANNOUNCE_MS);
    return () => clearInterval(timer);
  }, []);
  const isNews = said !== undefined && said.height !== first;
  return (
    <p aria-live="polite" className="visually-hidden">
      {isNews &&
        text('explorer.newBlock', { height: String(said.height), count: said.transactions.length })}
    </p>
  );
}

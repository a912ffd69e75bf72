/** The ledger at a glance: which chain this is, whether its log has only grown, and its blocks as they come. */

import { type ReactNode, useState } from 'react';

import { useText } from '../../text/context.tsx';
import { Page } from '../../ui/Page.tsx';
import { Answered } from '../../ui/States.tsx';
import { useLiveHead } from './live-head.ts';
import { GrowthAlarm } from './parts/GrowthAlarm.tsx';
import { ChainIdentity, Members } from './parts/ChainIdentity.tsx';
import { GrowthPanel } from './parts/GrowthPanel.tsx';
import { LinkButton } from '../../ui/LinkButton.tsx';
import { LiveBlocks } from './parts/LiveBlocks.tsx';
import { SearchBox } from './parts/SearchBox.tsx';
import { CHAIN } from './queries.ts';

export function ExplorerPage(): ReactNode {
  const text = useText();
  const [isPaused, setPaused] = useState(false);
  const { chain, source } = useLiveHead(isPaused);
  return (
    <Page
      title={text('nav.explorer')}
      lead={text('explorer.lead')}
      call={{ method: 'GET', path: CHAIN, isOpen: true, command: 'status' }}
      actions={<LinkButton href="/explorer/log">{text('explorer.toLog')}</LinkButton>}
    >
      <GrowthAlarm />
      <SearchBox />
      <Answered of={chain} rows={8}>
        {(data) => (
          <>
            <LiveBlocks chain={data} source={source} onPause={setPaused} />
            <GrowthPanel chain={data} />
            <ChainIdentity chain={data} />
            <Members chain={data} />
          </>
        )}
      </Answered>
    </Page>
  );
}

/** In plain words: the log has only grown since this browser last saw it; or that it has not, which nobody may overlook. */

import type { ReactNode } from 'react';

import { useText } from '../../../text/context.tsx';
import { Banner } from '../../../ui/Banner.tsx';
import { Button } from '../../../ui/Button.tsx';
import { HashText } from '../../../ui/HashText.tsx';
import { Section } from '../../../ui/Page.tsx';
import { Answered } from '../../../ui/States.tsx';
import { TimeText } from '../../../ui/TimeText.tsx';
import type { ChainView } from '@stele/protocol';

import { isAlarm } from '../growth/log-growth.ts';
import { type GrowthFinding, useAcceptLog, useGrowth } from '../use-growth.ts';
import styles from './GrowthPanel.module.css';

export function GrowthPanel({ chain }: { readonly chain: ChainView }): ReactNode {
  const text = useText();
  const growth = useGrowth(chain);
  return (
    <Section title={text('explorer.growth')}>
      <Answered of={growth} rows={2}>
        {(finding) => <Finding finding={finding} />}
      </Answered>
    </Section>
  );
}

function Finding({ finding }: { readonly finding: GrowthFinding }): ReactNode {
  const text = useText();
  const { growth, log, isKept } = finding;
  if (log.signedBy === undefined) {
    return <Banner tone="failed">{text('explorer.growthUnsigned')}</Banner>;
  }
  return (
    <div className={styles['finding']}>
      <Banner tone={toneOf(finding)}>{sentenceOf(finding, text)}</Banner>
      {isAlarm(growth) && <Alarm finding={finding} />}
      {!isAlarm(growth) && <p className={styles['how']}>{text('explorer.growthHow')}</p>}
      {!isKept && <p className={styles['how']}>{text('explorer.growthNotKept')}</p>}
    </div>
  );
}

function toneOf({ growth }: GrowthFinding): 'ok' | 'failed' | 'attention' | 'plain' {
  if (isAlarm(growth)) return 'failed';
  if (growth.kind === 'first') return 'plain';
  return growth.kind === 'restored' ? 'attention' : 'ok';
}

function sentenceOf(
  { growth, since, now }: GrowthFinding,
  text: ReturnType<typeof useText>,
): ReactNode {
  const { kind } = growth;
  if (kind === 'first') return text('explorer.growth.first', { count: now.size });
  if ((kind === 'same' || kind === 'grown') && since !== undefined) {
    const added = now.size - since.size;
    return (
      <>
        {text(added === 0 ? 'explorer.growth.same' : 'explorer.growth.grown', {
          count: since.size,
          added,
        })}{' '}
        <TimeText at={since.seenAt} />
      </>
    );
  }
  return text(`explorer.growth.${kind}`);
}

function Alarm({ finding }: { readonly finding: GrowthFinding }): ReactNode {
  const text = useText();
  const accept = useAcceptLog();
  const { seen, now } = finding;
  return (
    <div className={styles['alarm']}>
      {seen !== undefined && (
        <dl>
          <State title={text('explorer.seenThen')} {...seen} at={seen.seenAt} />
          <State title={text('explorer.seenNow')} {...now} />
        </dl>
      )}
      <p>{text('explorer.growthAlarmHelp')}</p>
      <Button look="danger" onClick={() => accept(now)}>
        {text('explorer.growthAccept')}
      </Button>
    </div>
  );
}

interface StateProps {
  readonly title: string;
  readonly fingerprint: string;
  readonly size: number;
  readonly root: string;
  readonly at?: string;
}

function State({ title, fingerprint, size, root, at }: StateProps): ReactNode {
  const text = useText();
  return (
    <div>
      <dt>{title}</dt>
      <dd>
        {at !== undefined && <TimeText at={at} />}
        <span>{text('explorer.entries', { count: size })}</span>
        <span>
          {text('explorer.root')} <HashText value={root} what={text('explorer.root')} />
        </span>
        <span>
          {text('explorer.fingerprint')}{' '}
          <HashText value={fingerprint} what={text('explorer.fingerprint')} />
        </span>
      </dd>
    </div>
  );
}

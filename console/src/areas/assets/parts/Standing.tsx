/** How an output stands, in words and never by colour alone: live, held, spent; and the marks on it with their reasons. */

import type { ReactNode } from 'react';

import type { MarkView, OutputView } from '@stele/protocol';

import { useText } from '../../../text/context.tsx';
import { Banner, Tag } from '../../../ui/Banner.tsx';
import { HashText } from '../../../ui/HashText.tsx';
import styles from '../Assets.module.css';
import { readOwner } from '../owner.ts';

export function Standing({ output }: { readonly output: OutputView }): ReactNode {
  const text = useText();
  const { live, marks, state } = output;
  const isHeld = readOwner(output.owner)?.kind === 'hold';
  return (
    <span className={styles['line']}>
      <Tag tone={live && !isHeld ? 'ok' : 'plain'}>{text(wordOf(live, isHeld))}</Tag>
      {state !== null && state.name !== '' && <Tag tone="plain">{state.name}</Tag>}
      {marks.length > 0 && <Tag tone="failed">{text('assets.marked')}</Tag>}
    </span>
  );
}

function wordOf(live: boolean, isHeld: boolean): 'assets.spent' | 'assets.isHeld' | 'assets.live' {
  if (!live) return 'assets.spent';
  return isHeld ? 'assets.isHeld' : 'assets.live';
}

export interface MarksProps {
  readonly marks: readonly MarkView[];
  /** What can be done about one, at its end. */
  readonly act?: (mark: MarkView) => ReactNode;
}

/** What is frozen, by whom, and on what order. */
export function Marks({ marks, act }: MarksProps): ReactNode {
  const text = useText();
  return marks.map((mark) => {
    const { on, level, reference } = mark;
    const offered = act?.(mark);
    return (
      <Banner key={`${on}-${level}`} tone="failed">
        <p>{text(`assets.mark.${on}`)}</p>
        <p>{text(`assets.level.${level}`)}</p>
        <p className={styles['line']}>
          {text('assets.markReference')}
          <HashText value={reference} what={text('assets.markReference')} />
        </p>
        {Boolean(offered) && <div className={styles['beside']}>{offered}</div>}
      </Banner>
    );
  });
}

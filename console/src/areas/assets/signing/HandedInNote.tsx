/** What became of a signed transaction: recorded, or waiting for others. */

import type { ReactNode } from 'react';

import { useText } from '../../../text/context.tsx';
import { Banner } from '../../../ui/Banner.tsx';
import { BlockLink, TransactionLink } from '../../../ui/ChainLinks.tsx';
import { LinkButton } from '../../../ui/LinkButton.tsx';
import { TimeText } from '../../../ui/TimeText.tsx';
import styles from '../Assets.module.css';
import { PartyLink } from '../parts/PartyLink.tsx';
import { type HandedIn, isCollecting } from './queries.ts';

export function HandedInNote({ handed }: { readonly handed: HandedIn }): ReactNode {
  const text = useText();
  if (isCollecting(handed)) {
    const { id, missing, validUntil } = handed;
    return (
      <Banner tone="attention">
        <p>{text('assets.sign.collecting')}</p>
        <ul>
          {missing.map((party) => (
            <li key={party}>
              <PartyLink party={party} />
            </li>
          ))}
        </ul>
        <p>
          {text('assets.validUntil')} <TimeText at={validUntil} />
        </p>
        <p>
          <LinkButton href={`/assets/inbox/${id}`}>{text('assets.toPending')}</LinkButton>
        </p>
      </Banner>
    );
  }
  const { id, height, committedAt } = handed;
  return (
    <Banner tone="ok">
      <p>{text(height === undefined ? 'assets.sign.accepted' : 'assets.sign.committed')}</p>
      <p className={styles['line']}>
        <TransactionLink id={id} copyable />
        {height !== undefined && (
          <span>
            {text('assets.block')} <BlockLink height={height} />
          </span>
        )}
        {committedAt !== undefined && <TimeText at={committedAt} exact />}
      </p>
    </Banner>
  );
}

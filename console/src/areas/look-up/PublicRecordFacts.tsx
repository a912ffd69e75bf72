/** A record as anybody may see it, and where its proof is to be had. */

import type { ReactNode } from 'react';

import { useText } from '../../text/context.tsx';
import { Banner } from '../../ui/Banner.tsx';
import { ButtonLink } from '../../ui/Button.tsx';
import { HashText } from '../../ui/HashText.tsx';
import { Facts } from '../../ui/Page.tsx';
import { TimeText } from '../../ui/TimeText.tsx';
import styles from './LookUpPage.module.css';
import type { PublicRecord } from './queries.ts';
import { searchOf } from './wanted.ts';

export function PublicRecordFacts({ record }: { readonly record: PublicRecord }): ReactNode {
  const text = useText();
  const { committedAt, block, digests, transaction, owner, links } = record;
  const receipt = links['receipt'];
  return (
    <>
      <Facts
        items={[
          [text('lookUp.at'), <TimeText key="at" at={committedAt} exact />],
          [
            text('lookUp.block'),
            <a key="block" href={`/explorer/blocks/${String(block.height)}`}>
              {String(block.height)}
            </a>,
          ],
          ...Object.entries(digests).map(
            ([name, value]) =>
              [
                name.toUpperCase(),
                <HashText key={name} value={value} what={name.toUpperCase()} />,
              ] as const,
          ),
          [
            text('lookUp.transaction'),
            <HashText
              key="transaction"
              value={transaction}
              what={text('lookUp.transaction')}
              href={`/explorer/transactions/${transaction}`}
            />,
          ],
          [text('lookUp.owner'), owner ?? text('lookUp.ownerHidden')],
        ]}
      />
      <Remarks record={record} />
      <p className={styles['acts']}>
        {receipt !== undefined && (
          <ButtonLink href={receipt} download={`${record.id}.receipt.json`}>
            {text('lookUp.receipt')}
          </ButtonLink>
        )}
        <ButtonLink href="/verify.html">{text('lookUp.verify')}</ButtonLink>
      </p>
    </>
  );
}

function Remarks({
  record: { salted, supersededBy },
}: {
  readonly record: PublicRecord;
}): ReactNode {
  const text = useText();
  return (
    <>
      {salted === true && <Banner tone="plain">{text('lookUp.salted')}</Banner>}
      {supersededBy !== undefined && (
        <Banner tone="attention">
          {text('lookUp.superseded')} <a href={searchOf({ id: supersededBy })}>{supersededBy}</a>
        </Banner>
      )}
    </>
  );
}

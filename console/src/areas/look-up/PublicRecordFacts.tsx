/** A record as anybody may see it, and where its proof is to be had. */

import type { ReactNode } from 'react';
import { Link } from 'wouter';

import { useText } from '../../text/context.tsx';
import { Banner } from '../../ui/Banner.tsx';
import { ButtonLink } from '../../ui/Button.tsx';
import { BlockLink, TransactionLink } from '../../ui/ChainLinks.tsx';
import { Facts } from '../../ui/Facts.tsx';
import { TimeText } from '../../ui/TimeText.tsx';
import { digestFacts } from '../records/parts/digest-facts.tsx';
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
          [text('lookUp.block'), <BlockLink key="block" height={block.height} />],
          ...digestFacts(digests),
          [
            text('lookUp.transaction'),
            <TransactionLink key="transaction" id={transaction} copyable />,
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
          {text('lookUp.superseded')}{' '}
          <Link href={searchOf({ id: supersededBy })}>{supersededBy}</Link>
        </Banner>
      )}
    </>
  );
}

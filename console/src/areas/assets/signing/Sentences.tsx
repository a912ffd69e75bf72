/** Statements about a transaction in the reader's language, their particulars below them. */

import type { ReactNode } from 'react';

import type { Statement } from '@stele/sdk';

import { useLanguage, useText } from '../../../text/context.tsx';
import { inLanguage } from '../../../text/in-language.ts';
import { HashText } from '../../../ui/HashText.tsx';
import { TimeText } from '../../../ui/TimeText.tsx';
import styles from '../Assets.module.css';
import { useWallet } from '../keys/use-wallet.ts';
import { type SentencePart, sentenceParts } from './sentence-parts.ts';

export function Sentences({ of: statements }: { readonly of: readonly Statement[] }): ReactNode {
  const language = useLanguage();
  return (
    <ul className={styles['sentences']}>
      {statements.map(({ text, details }, i) => (
        <li key={i}>
          <SentenceView sentence={inLanguage(text, language)} />
          {details.length > 0 && <Sentences of={details} />}
        </li>
      ))}
    </ul>
  );
}

function SentenceView({ sentence }: { readonly sentence: string }): ReactNode {
  return sentenceParts(sentence).map((part, i) => <PartView key={i} part={part} />);
}

function PartView({ part: { kind, text: said } }: { readonly part: SentencePart }): ReactNode {
  const text = useText();
  const { data: wallet } = useWallet();
  switch (kind) {
    case 'text':
      return said;
    case 'account':
      return (
        <>
          <code>{said}</code>
          {wallet?.account === said && ` ${text('assets.isMe')}`}
        </>
      );
    case 'digest':
      return <HashText value={said} what={text('assets.digest')} copyable={false} />;
    case 'time':
      return <TimeText at={said} />;
  }
}

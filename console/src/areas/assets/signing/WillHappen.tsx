/** What a transaction will do, in sentences that this page made of its bytes; and what speaks against signing it. */

import type { ReactNode } from 'react';

import type { Sentence } from '@stele/sdk';

import { useText } from '../../../text/context.tsx';
import { Banner } from '../../../ui/Banner.tsx';
import { useRefusalWords } from '../../../ui/use-refusal-words.ts';
import { TimeText } from '../../../ui/TimeText.tsx';
import { useCode } from '../../explorer/queries.ts';
import styles from '../Assets.module.css';
import { PartyLink } from '../parts/PartyLink.tsx';
import { ChangeTable } from './ChangeTable.tsx';
import { Sentences } from './Sentences.tsx';
import { SignPanel } from './SignPanel.tsx';
import type { Refusal, Understood } from './understanding.ts';

export function WillHappen({ understood }: { readonly understood: Understood }): ReactNode {
  const text = useText();
  const { summary, changes, wouldFail } = understood;
  const { statements, warnings, gaps, signers, validUntilMs } = summary;
  return (
    <div className={styles['stack']}>
      <p className={styles['soft']}>{text('assets.sign.ownWords')}</p>
      <Sentences of={statements} />
      {changes.length > 0 && (
        <div>
          <h3>{text('assets.changes')}</h3>
          <ChangeTable changes={changes} />
        </div>
      )}
      {warnings.length > 0 && <Warnings of={warnings} />}
      {wouldFail !== undefined && <WouldFail {...wouldFail} />}
      <p className={styles['line']}>
        <span className={styles['soft']}>{text('assets.signedBy')}</span>
        {signers.map((party) => (
          <PartyLink key={party} party={party} />
        ))}
      </p>
      <p className={styles['line']}>
        <span className={styles['soft']}>{text('assets.validUntil')}</span>
        <TimeText at={new Date(validUntilMs).toISOString()} />
      </p>
      {gaps.length > 0 ? <Gaps of={gaps} /> : <SignPanel understood={understood} />}
    </div>
  );
}

/** What may be a mistake; it can be signed all the same. */
function Warnings({ of: warnings }: { readonly of: readonly Sentence[] }): ReactNode {
  return (
    <Banner tone="attention">
      <Sentences of={warnings.map((warning) => ({ text: warning, details: [] }))} />
    </Banner>
  );
}

/** Nobody signs here what this page could not read. */
function Gaps({ of: gaps }: { readonly of: readonly Sentence[] }): ReactNode {
  const text = useText();
  return (
    <Banner tone="failed">
      <p>{text('assets.sign.gaps')}</p>
      <Sentences of={gaps.map((gap) => ({ text: gap, details: [] }))} />
    </Banner>
  );
}

function WouldFail({ code, detail }: Refusal): ReactNode {
  const text = useText();
  const { data: meaning } = useCode(code);
  const words = useRefusalWords(code, detail) ?? meaning?.title;
  return (
    <Banner tone="failed">
      <p>{text('assets.sign.wouldFail')}</p>
      {words !== undefined && <p>{words}</p>}
      {meaning?.action !== undefined && <p lang="en">{meaning.action}</p>}
      <p>
        {text('ui.code')} <code>{code}</code>
      </p>
      <p className={styles['soft']} lang="en">
        {detail}
      </p>
    </Banner>
  );
}

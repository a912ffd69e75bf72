/** The receipt of a transaction, fetched and verified in the page by the same steps as anywhere else. */

import type { ReactNode } from 'react';

import type { TransactionView } from '@stele/protocol';

import { judge, type PageVerdict } from '../../../proof/judge.ts';
import { StepList } from '../../../proof/StepList.tsx';
import { VerdictView } from '../../../proof/VerdictView.tsx';
import { useText } from '../../../text/context.tsx';
import { browserStorage } from '../../../ui/browser-storage.ts';
import { ButtonLink } from '../../../ui/Button.tsx';
import { CallDrawer } from '../../../ui/CallDrawer.tsx';
import { Section } from '../../../ui/Page.tsx';
import { comparedChains } from '../growth/compared-chain.ts';
import { bytesOf, CHAIN } from '../queries.ts';
import { ProofSection } from './ProofSection.tsx';
import styles from './TransactionProof.module.css';

export interface TransactionProofProps {
  readonly transaction: TransactionView;
}

export function TransactionProof({ transaction }: TransactionProofProps): ReactNode {
  const text = useText();
  const { id, code } = transaction;
  if (code !== '') {
    return (
      <Section title={text('explorer.proof')}>
        <p>{text('explorer.refusedProof')}</p>
      </Section>
    );
  }
  const path = `${CHAIN}/transactions/${id}/proof`;
  const selection = selectionOf(transaction);
  return (
    <ProofSection lead={text('explorer.transactionProof')} prove={() => prove(path, selection)}>
      {(verdict) => (
        <div className={styles['verdict']}>
          <VerdictView verdict={verdict} expected={comparedChains(browserStorage())} />
          <StepList verdict={verdict} />
          <div className={styles['acts']}>
            <ButtonLink
              href={`${path}?${new URLSearchParams(selection).toString()}`}
              download={`${id.slice(0, 16)}.receipt.json`}
            >
              {text('explorer.receipt')}
            </ButtonLink>
            <CallDrawer
              call={{ method: 'GET', path, query: selection, isOpen: true, output: 'receipt.json' }}
            />
          </div>
        </div>
      )}
    </ProofSection>
  );
}

type Selection = Readonly<Record<string, string>>;

/** The receipt of the one record, where there is one; else of the transaction. */
function selectionOf({ calls }: TransactionView): Selection {
  const [call] = calls;
  const isRecord = calls.length === 1 && call?.contract === 'evidence' && call.method === 'record';
  return isRecord ? { form: 'json', call: '0', item: '0' } : { form: 'json' };
}

async function prove(path: string, selection: Selection): Promise<PageVerdict> {
  const receipt = await bytesOf(`${path}?${new URLSearchParams(selection).toString()}`);
  return judge({ receipt, trusted: comparedChains(browserStorage()), trustedBy: 'reader' });
}

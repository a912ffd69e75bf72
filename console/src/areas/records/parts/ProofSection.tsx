/** What proves a record: its receipt in every form, its certificate, and the verification of it on this page. */

import { lazy, type ReactNode, Suspense, useState } from 'react';

import { useText } from '../../../text/context.tsx';
import { Button } from '../../../ui/Button.tsx';
import { CallDrawer } from '../../../ui/CallDrawer.tsx';
import { Section } from '../../../ui/Page.tsx';
import { Loading } from '../../../ui/States.tsx';
import { certificateBlob, receiptBlob, recordPath, redactedReceiptBlob } from '../receipts.ts';
import { type EvidenceRecord, RECEIPT_FORMS, receiptFileName } from '../record.ts';
import { DownloadButton } from '../../../ui/DownloadButton.tsx';
import styles from './ProofSection.module.css';

const VerifyHere = lazy(async () => ({ default: (await import('./VerifyHere.tsx')).VerifyHere }));

export function ProofSection({ record }: { readonly record: EvidenceRecord }): ReactNode {
  const text = useText();
  const { id } = record;
  const [isVerifying, setVerifying] = useState(false);
  return (
    <Section
      title={text('records.proof')}
      actions={
        <CallDrawer
          call={{
            method: 'GET',
            path: `${recordPath(id)}/receipt.json`,
            query: { wait: 'proven' },
            output: receiptFileName(record, 'receipt.json'),
            command: `evidence receipt ${id}`,
          }}
        />
      }
    >
      <p className={styles['help']}>{text('records.proofHelp')}</p>
      <div className={styles['buttons']}>
        {RECEIPT_FORMS.map((form) => (
          <DownloadButton
            key={form}
            label={text(`records.form.${form}`)}
            fileName={receiptFileName(record, `receipt.${form}`)}
            fetchFile={() => receiptBlob(id, form)}
          />
        ))}
        <DownloadButton
          label={text('records.form.pdf')}
          fileName={receiptFileName(record, 'certificate.pdf')}
          fetchFile={() => certificateBlob(id)}
        />
        <DownloadButton
          label={text('records.redacted')}
          fileName={receiptFileName(record, 'redacted.receipt.json')}
          fetchFile={() => redactedReceiptBlob(id)}
        />
      </div>
      <div className={styles['verify']}>
        <p className={styles['help']}>{text('records.verifyHelp')}</p>
        {isVerifying ? (
          <Suspense fallback={<Loading rows={6} />}>
            <VerifyHere record={record} />
          </Suspense>
        ) : (
          <Button look="primary" onClick={() => setVerifying(true)}>
            {text('records.verify')}
          </Button>
        )}
      </div>
    </Section>
  );
}

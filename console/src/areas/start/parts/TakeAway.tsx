/** "Take it with you": receipt, certificate, the page that verifies, or all of them. Fetched once and kept, so that a stopped server takes nothing away. */

import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';

import { problemOf } from '../../../api/api-error.ts';
import { useText } from '../../../text/context.tsx';
import { Banner } from '../../../ui/Banner.tsx';
import { Button } from '../../../ui/Button.tsx';
import { ProblemNote } from '../../../ui/ProblemNote.tsx';
import { certificateBlob } from '../../records/receipts.ts';
import { type EvidenceRecord, receiptFileName } from '../../records/record.ts';
import { saveFile } from '../../../ui/save-file.ts';
import type { FileRun } from '../run/run.ts';
import { fetchVerifyPage, packedFiles, readmeOf, type Taken, zipped } from '../run/take-away.ts';
import styles from './Acts.module.css';

const KEPT = { staleTime: Infinity, gcTime: Infinity } as const;

export interface TakeAwayProps {
  readonly run: FileRun;
  readonly record: EvidenceRecord;
  readonly receipt: Uint8Array;
}

export function TakeAway({ run, record, receipt }: TakeAwayProps): ReactNode {
  const text = useText();
  const certificate = useQuery({
    queryKey: ['certificate', record.id],
    queryFn: () => certificateBlob(record.id),
    ...KEPT,
  });
  const page = useQuery({ queryKey: ['verify-page'], queryFn: fetchVerifyPage, ...KEPT });
  return (
    <section className={styles['act']}>
      <h3>{text('start.take')}</h3>
      <p className={styles['help']}>{text('start.takeHelp')}</p>
      <div className={styles['buttons']}>
        <Button
          onClick={() => {
            const content = new Blob([receipt as Uint8Array<ArrayBuffer>]);
            saveFile(content, receiptFileName(record, 'receipt.json'));
          }}
        >
          {text('start.takeReceipt')}
        </Button>
        <TakeButton query={certificate} name={receiptFileName(record, 'certificate.pdf')}>
          {text('start.takeCertificate')}
        </TakeButton>
        <TakeButton query={page} name="verify.html">
          {text('start.takePage')}
        </TakeButton>
        <TakeAll
          run={run}
          record={record}
          taken={{ certificate: certificate.data, page: page.data }}
        />
      </div>
    </section>
  );
}

interface TakeButtonProps {
  readonly query: {
    readonly data: Blob | undefined;
    readonly refetch: () => Promise<{ readonly data: Blob | undefined; readonly error: unknown }>;
  };
  readonly name: string;
  readonly children: string;
}

function TakeButton({ query, name, children }: TakeButtonProps): ReactNode {
  const [error, setError] = useState<unknown>();
  const take = async (): Promise<void> => {
    setError(undefined);
    const { data, error: failed } =
      query.data === undefined ? await query.refetch() : { data: query.data, error: null };
    if (data === undefined) setError(failed);
    else saveFile(data, name);
  };
  return (
    <>
      <Button onClick={() => void take()}>{children}</Button>
      {error !== undefined && <ProblemNote title={children} problem={problemOf(error)} />}
    </>
  );
}

interface TakeAllProps {
  readonly run: FileRun;
  readonly record: EvidenceRecord;
  readonly taken: Taken;
}

function TakeAll({ run, record, taken }: TakeAllProps): ReactNode {
  const text = useText();
  const [missing, setMissing] = useState<readonly string[]>([]);
  const take = async (): Promise<void> => {
    const files = packedFiles(run, taken, text);
    saveFile(
      await zipped(files, readmeOf(run, files, text)),
      receiptFileName(record, 'evidence.zip'),
    );
    setMissing([
      ...(taken.certificate === undefined ? [text('start.certificate')] : []),
      ...(taken.page === undefined ? [text('start.verifyFile')] : []),
    ]);
  };
  return (
    <>
      <Button onClick={() => void take()}>{text('start.takeAll')}</Button>
      {missing.length > 0 && (
        <Banner tone="attention">{text('start.takeMissing', { files: missing.join(', ') })}</Banner>
      )}
    </>
  );
}

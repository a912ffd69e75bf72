/** A record verified by this page: its receipt, and the file when the reader drops it. */

import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';

import { problemOf } from '../../../api/api-error.ts';
import { hashFile } from '../../../proof/hash/hash-file.ts';
import { algorithmsOf, judge, type PageVerdict } from '../../../proof/judge.ts';
import { StepList } from '../../../proof/StepList.tsx';
import { VerdictView } from '../../../proof/VerdictView.tsx';
import { useText } from '../../../text/context.tsx';
import { Answered } from '../../../ui/States.tsx';
import { FileTarget } from '../../../ui/FileTarget.tsx';
import { provenReceipt } from '../receipts.ts';
import type { EvidenceRecord } from '../record.ts';
import { ProblemNote } from '../../../ui/ProblemNote.tsx';
import styles from './ProofSection.module.css';

const DROP = { isDeep: false, filesMax: 1 } as const;

export function VerifyHere({ record }: { readonly record: EvidenceRecord }): ReactNode {
  const receipt = useQuery({
    queryKey: ['records', 'receipt', record.id],
    queryFn: ({ signal }) => provenReceipt(record.id, signal),
    staleTime: Infinity,
  });
  return (
    <Answered of={receipt} rows={6}>
      {(bytes) => <Verified record={record} receipt={bytes} />}
    </Answered>
  );
}

interface VerifiedProps {
  readonly record: EvidenceRecord;
  readonly receipt: Uint8Array;
}

interface Outcome {
  readonly verdict: PageVerdict;
  readonly fileName?: string;
}

function Verified({ record, receipt }: VerifiedProps): ReactNode {
  const text = useText();
  const [file, setFile] = useState<File>();
  const outcome = useQuery({
    // A file is no text: its name, size and time stand for it while this part of the page is shown.
    queryKey: ['records', 'verdict', record.id, file?.name, file?.size, file?.lastModified],
    queryFn: ({ signal }) => outcomeOf({ record, receipt }, file, signal),
    staleTime: Infinity,
    gcTime: 0,
    retry: false,
  });
  const { data, error } = outcome;
  return (
    <div className={styles['view']}>
      <FileTarget
        isSmall
        title={text(file === undefined ? 'records.verifyFile' : 'records.verifyOther')}
        options={DROP}
        onDropped={({ files }) => setFile(files[0]?.file)}
      />
      {outcome.isFetching && <p role="status">{text('records.working')}</p>}
      {error !== null && (
        <ProblemNote title={text('records.verifyFailed')} problem={problemOf(error)} />
      )}
      {data !== undefined && (
        <>
          <VerdictView
            verdict={data.verdict}
            fileName={data.fileName}
            expected={[record.chain.fingerprint]}
          />
          <StepList verdict={data.verdict} />
        </>
      )}
    </div>
  );
}

async function outcomeOf(
  { record, receipt }: VerifiedProps,
  file: File | undefined,
  signal: AbortSignal,
): Promise<Outcome> {
  const digests = file && (await hashFile(file, algorithmsOf(receipt), { signal }));
  const trusted = [record.chain.fingerprint];
  const verdict = judge({ receipt, digests, trusted });
  return { verdict, ...(file && { fileName: file.name }) };
}

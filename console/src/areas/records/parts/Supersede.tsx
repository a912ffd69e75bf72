/** Superseding: the new file is hashed here and recorded as the successor of this record, once, however often it is pressed. */

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useLocation } from 'wouter';

import { problemOf } from '../../../api/api-error.ts';
import { newRandomId } from '../../../api/random-id.ts';
import { request } from '../../../api/request.ts';
import { hashFile } from '../../../proof/hash/hash-file.ts';
import { HashProgress } from '../../../proof/HashProgress.tsx';
import { visibleText } from '../../../proof/visible-text.ts';
import { useText } from '../../../text/context.tsx';
import { Button } from '../../../ui/Button.tsx';
import { CallDrawer } from '../../../ui/CallDrawer.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { FileTarget } from '../../../ui/FileTarget.tsx';
import { type AcceptedRecord, digestTexts, type EvidenceRecord } from '../record.ts';
import styles from './CorrectSection.module.css';
import { ProblemNote } from '../../../ui/ProblemNote.tsx';

const DROP = { isDeep: false, filesMax: 1 } as const;

interface Successor {
  readonly name: string;
  readonly key: string;
  readonly body: Readonly<Record<string, unknown>>;
}

export function Supersede({ record }: { readonly record: EvidenceRecord }): ReactNode {
  const text = useText();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>{text('records.supersede')}</Button>
      <Dialog title={text('records.supersedeTitle')} isOpen={isOpen} onClose={() => setOpen(false)}>
        <SupersedeForm record={record} />
      </Dialog>
    </>
  );
}

function SupersedeForm({ record }: { readonly record: EvidenceRecord }): ReactNode {
  const text = useText();
  const [progress, setProgress] = useState({ doneBytes: 0, bytesPerSecond: 0 });
  const hash = useMutation({
    mutationFn: (file: File) =>
      successorOf(record, file, (doneBytes, bytesPerSecond) => {
        setProgress({ doneBytes, bytesPerSecond });
      }),
  });
  const file = hash.variables;
  return (
    <div className={styles['form']}>
      <p>{text('records.correctHelp')}</p>
      <FileTarget
        isSmall
        title={text('records.supersedeDrop')}
        options={DROP}
        onDropped={({ files: [first] }) => {
          if (first !== undefined) hash.mutate(first.file);
        }}
      />
      {hash.isPending && file !== undefined && (
        <HashProgress name={file.name} totalBytes={file.size} {...progress} />
      )}
      {hash.isError && (
        <ProblemNote title={text('records.supersedeFailed')} problem={problemOf(hash.error)} />
      )}
      {hash.data !== undefined && (
        <RecordSuccessor key={hash.data.key} old={record.id} successor={hash.data} />
      )}
    </div>
  );
}

interface RecordSuccessorProps {
  readonly old: string;
  readonly successor: Successor;
}

function RecordSuccessor({ old, successor }: RecordSuccessorProps): ReactNode {
  const text = useText();
  const client = useQueryClient();
  const [, go] = useLocation();
  const { name, key, body } = successor;
  const send = useMutation({
    mutationFn: () =>
      request<EvidenceRecord | AcceptedRecord>('/v1/evidence', {
        method: 'POST',
        body,
        idempotencyKey: key,
      }),
    onSuccess: async ({ id }) => {
      await client.invalidateQueries({ queryKey: ['records'] });
      go(`/records/${id}`);
    },
  });
  return (
    <>
      <p role="status">{text('records.supersedeSure', { name: visibleText(name), old })}</p>
      {send.isError && (
        <ProblemNote title={text('records.supersedeFailed')} problem={problemOf(send.error)} />
      )}
      <div className={styles['buttons']}>
        <Button look="primary" disabled={send.isPending} onClick={() => send.mutate()}>
          {text('records.supersedeDo')}
        </Button>
        <CallDrawer call={{ method: 'POST', path: '/v1/evidence', body }} />
      </div>
    </>
  );
}

/** What is recorded of the new file: what the old record said of itself stays with the new one. */
async function successorOf(
  { id, kind, note, salted }: EvidenceRecord,
  file: File,
  onProgress: (doneBytes: number, bytesPerSecond: number) => void,
): Promise<Successor> {
  const digests = await hashFile(file, [1, 2], { onProgress });
  const body = {
    digests: digestTexts(digests),
    name: file.name,
    size: file.size,
    ...(note.reference !== undefined && { reference: note.reference }),
    ...(kind !== undefined && { kind }),
    ...(salted === true && { salted }),
    supersedes: id,
  };
  return { name: file.name, key: newRandomId(), body };
}

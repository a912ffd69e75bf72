/** Erasing a note: what goes, what stays, and four characters that nobody types by mistake. */

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, type SyntheticEvent, useState } from 'react';

import { problemOf } from '../../../api/api-error.ts';
import { request } from '../../../api/request.ts';
import { useText } from '../../../text/context.tsx';
import { Button } from '../../../ui/Button.tsx';
import { CallDrawer } from '../../../ui/CallDrawer.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { Field } from '../../../ui/Field.tsx';
import { recordPath } from '../receipts.ts';
import type { EvidenceRecord } from '../record.ts';
import styles from './CorrectSection.module.css';
import { ProblemNote } from '../../../ui/ProblemNote.tsx';

const TAIL = 4;

export function EraseNote({ record }: { readonly record: EvidenceRecord }): ReactNode {
  const text = useText();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button look="danger" onClick={() => setOpen(true)}>
        {text('records.erase')}
      </Button>
      <Dialog title={text('records.eraseTitle')} isOpen={isOpen} onClose={() => setOpen(false)}>
        <EraseForm record={record} onDone={() => setOpen(false)} />
      </Dialog>
    </>
  );
}

interface EraseFormProps {
  readonly record: EvidenceRecord;
  readonly onDone: () => void;
}

function EraseForm({ record, onDone }: EraseFormProps): ReactNode {
  const text = useText();
  const client = useQueryClient();
  const [typed, setTyped] = useState('');
  const tail = record.id.slice(-TAIL);
  const path = `${recordPath(record.id)}/note`;
  const erase = useMutation({
    mutationFn: () => request(path, { method: 'DELETE' }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['records'] });
      onDone();
    },
  });
  const isSure = typed.trim().toLowerCase() === tail;
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (isSure) erase.mutate();
  };
  return (
    <form className={styles['form']} onSubmit={submit}>
      <p>{text('records.eraseGoes')}</p>
      <p>{text('records.eraseStays')}</p>
      {record.salted === true && <p className={styles['mind']}>{text('records.eraseSalted')}</p>}
      <p>{text('records.eraseBackups')}</p>
      <Field
        label={text('records.eraseType', { tail })}
        value={typed}
        autoComplete="off"
        spellCheck={false}
        onChange={({ target }) => setTyped(target.value)}
      />
      {erase.isError && (
        <ProblemNote title={text('records.eraseFailed')} problem={problemOf(erase.error)} />
      )}
      <div className={styles['buttons']}>
        <Button look="danger" type="submit" disabled={!isSure || erase.isPending}>
          {text('records.eraseDo')}
        </Button>
        <Button onClick={onDone}>{text('ui.cancel')}</Button>
        <CallDrawer call={{ method: 'DELETE', path }} />
      </div>
    </form>
  );
}

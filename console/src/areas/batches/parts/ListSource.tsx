/** A list of digests made elsewhere: pasted or taken from a file, checked whole, and sent only when it has no faults. */

import { type ReactNode, useId, useState } from 'react';

import { ownProblem } from '../../../api/api-error.ts';
import { useText } from '../../../text/context.tsx';
import { Banner } from '../../../ui/Banner.tsx';
import { Button } from '../../../ui/Button.tsx';
import { FileButton } from '../../../ui/FileButton.tsx';
import { CallDrawer } from '../../../ui/CallDrawer.tsx';
import { ProblemNote } from '../../../ui/ProblemNote.tsx';
import type { PlainDigest } from '../list/item-fields.ts';
import { readList, type ReadList } from '../list/read-list.ts';
import { uploads } from '../uploads.ts';
import { ListFaults } from './ListFaults.tsx';
import styles from './Sources.module.css';

const SHOWN_IN_CALL = 3;
const UNREADABLE = ownProblem('FILE_UNREADABLE');

interface Draft {
  readonly text: string;
  readonly title: string;
  readonly plain: PlainDigest;
}

export function ListSource(): ReactNode {
  const text = useText();
  const [draft, setDraft] = useState<Draft>({ text: '', title: '', plain: 'sha-256' });
  const [read, setRead] = useState<ReadList>();
  const [isUnreadable, setUnreadable] = useState(false);
  const change = (next: Partial<Draft>): void => {
    setDraft({ ...draft, ...next });
    setRead(undefined);
    setUnreadable(false);
  };
  const take = async (file: File): Promise<void> => {
    try {
      const taken = { ...draft, text: await file.text(), title: file.name };
      change(taken);
      setRead(readList(taken.text, taken.plain));
    } catch {
      setUnreadable(true);
    }
  };
  return (
    <div className={styles['list']}>
      <p className={styles['help']}>{text('batches.listHelp')}</p>
      <ListText draft={draft} onChange={change} />
      <div className={styles['buttons']}>
        <PlainChoice plain={draft.plain} onChange={(plain) => change({ plain })} />
        <FileButton
          label={text('batches.listFile')}
          onFiles={([file]) => {
            if (file !== undefined) void take(file);
          }}
        />
        <Button
          disabled={draft.text === ''}
          onClick={() => setRead(readList(draft.text, draft.plain))}
        >
          {text('batches.listCheck')}
        </Button>
      </div>
      {isUnreadable && <ProblemNote title={text('ui.failed')} problem={UNREADABLE} />}
      {read !== undefined && <Checked read={read} title={draft.title} />}
    </div>
  );
}

interface ListTextProps {
  readonly draft: Draft;
  readonly onChange: (change: Partial<Draft>) => void;
}

function ListText({ draft, onChange }: ListTextProps): ReactNode {
  const text = useText();
  const id = useId();
  return (
    <>
      <label htmlFor={id} className={styles['label']}>
        {text('batches.listText')}
      </label>
      <textarea
        id={id}
        rows={8}
        spellCheck={false}
        className={styles['text']}
        value={draft.text}
        onChange={({ target }) => onChange({ text: target.value, title: '' })}
      />
    </>
  );
}

interface PlainChoiceProps {
  readonly plain: PlainDigest;
  readonly onChange: (plain: PlainDigest) => void;
}

function PlainChoice({ plain, onChange }: PlainChoiceProps): ReactNode {
  const text = useText();
  const id = useId();
  return (
    <span className={styles['choice']}>
      <label htmlFor={id}>{text('batches.plain')}</label>
      <select
        id={id}
        value={plain}
        onChange={({ target }) => onChange(target.value === 'sm3' ? 'sm3' : 'sha-256')}
      >
        {(['sha-256', 'sm3'] as const).map((one) => (
          <option key={one} value={one}>
            {one.toUpperCase()}
          </option>
        ))}
      </select>
    </span>
  );
}

interface CheckedProps {
  readonly read: ReadList;
  readonly title: string;
}

function Checked({ read: { format, items, faults }, title }: CheckedProps): ReactNode {
  const text = useText();
  const name = title === '' ? text('batches.listName') : title;
  if (faults.length > 0) {
    return (
      <div role="alert" className={styles['checked']}>
        <p>{text(`batches.format.${format}`)}</p>
        <p>
          <strong>{text('batches.listBad')}</strong>
        </p>
        <ListFaults faults={faults} />
      </div>
    );
  }
  return (
    <div role="status" className={styles['checked']}>
      <p>{text(`batches.format.${format}`)}</p>
      <Banner tone="ok">{text('batches.listGood', { count: items.length })}</Banner>
      <div className={styles['buttons']}>
        <Button look="primary" onClick={() => void uploads.beginList(items, name)}>
          {text('batches.listSend', { count: items.length })}
        </Button>
        <CallDrawer
          call={{
            method: 'POST',
            path: '/v1/evidence/batches',
            body: { items: items.slice(0, SHOWN_IN_CALL) },
          }}
        />
      </div>
    </div>
  );
}

/** Changes one byte of the file or of the receipt, in memory, and verifies again: the reader sees the step that notices. */

import { isCoded } from '@stele/base';
import { type ReactNode, useEffect, useRef, useState } from 'react';

import { Button } from '../../ui/Button.tsx';
import type { Digests } from '../hash/digest-blob.ts';
import { hashFile } from '../hash/hash-file.ts';
import { algorithmsOf, judge, type PageVerdict, type TrustedBy } from '../judge.ts';
import { StepList } from '../StepList.tsx';
import { useSpeaker } from '../use-speaker.ts';
import { troubleText } from '../words.ts';
import { type ByteChange, changedFile, changedReceipt } from './change-byte.ts';
import styles from './ChangeOneByte.module.css';

export interface ChangeOneByteProps {
  readonly receipt: Uint8Array;
  readonly file?: Blob | undefined;
  /** Of the file as it is. */
  readonly digests?: Digests | undefined;
  readonly trusted: readonly string[];
  readonly trustedBy?: TrustedBy;
  /** Told the verdict on what was changed, undefined once it is changed back: for a page that shows the steps itself. */
  readonly onVerdict?: ((verdict: PageVerdict | undefined) => void) | undefined;
}

interface Changed extends ByteChange {
  readonly of: 'file' | 'receipt';
  readonly field?: string;
  readonly verdict: PageVerdict;
}

export function ChangeOneByte(props: ChangeOneByteProps): ReactNode {
  const { receipt, file, digests, trusted, trustedBy, onVerdict } = props;
  const speaker = useSpeaker();
  const { text } = speaker;
  const { changed, fault, run, undo } = useChange(props);
  useEffect(() => onVerdict?.(changed?.verdict), [changed, onVerdict]);
  const changeReceipt = (): Changed => {
    const change = changedReceipt(receipt, Math.random);
    const verdict = judge({ receipt: change.receipt, digests, trusted, trustedBy });
    return { ...change, of: 'receipt', verdict };
  };
  const changeFile = async (): Promise<Changed | undefined> => {
    const change = file && (await changedFile(file, Math.random));
    if (change === undefined) return undefined;
    const other = await hashFile(change.blob, algorithmsOf(receipt));
    const verdict = judge({ receipt, digests: other, trusted, trustedBy });
    return { ...change, of: 'file', verdict };
  };
  return (
    <section className={styles['change']}>
      <div>
        <h3>{text('proof.changeTitle')}</h3>
        <p className={styles['help']}>{text('proof.changeHelp')}</p>
      </div>
      <div className={styles['actions']}>
        {file !== undefined && file.size > 0 && (
          <Button onClick={() => run(changeFile)}>{text('proof.changeFile')}</Button>
        )}
        <Button onClick={() => run(changeReceipt)}>{text('proof.changeReceipt')}</Button>
        {changed !== undefined && (
          <Button look="quiet" onClick={undo}>
            {text('proof.changeBack')}
          </Button>
        )}
      </div>
      <div role="status" className={styles['said']}>
        {changed !== undefined && <ChangedText changed={changed} />}
        {fault !== undefined && (
          <p>{troubleText(speaker, fault, { name: text('proof.kindFile') })}</p>
        )}
      </div>
      {changed !== undefined && onVerdict === undefined && <StepList verdict={changed.verdict} />}
    </section>
  );
}

function ChangedText({ changed }: { readonly changed: Changed }): ReactNode {
  const { text } = useSpeaker();
  const { of, place, before, after, field } = changed;
  const values = { place: place + 1, before: hex(before), after: hex(after) };
  const key = of === 'file' ? 'proof.changedFile' : 'proof.changedReceipt';
  return (
    <>
      <p>{text(key, values)}</p>
      {field !== undefined && <p>{text('proof.changedField', { field })}</p>}
    </>
  );
}

function hex(byte: number): string {
  return `0x${byte.toString(16).padStart(2, '0')}`;
}

interface Change {
  readonly changed: Changed | undefined;
  /** The code of what went wrong: the file may be gone since. */
  readonly fault: string | undefined;
  readonly run: (change: () => Changed | Promise<Changed | undefined>) => void;
  readonly undo: () => void;
}

interface Result extends Pick<Change, 'changed' | 'fault'> {
  /** What was changed: a result of another receipt or file is none. */
  readonly of: ChangeOneByteProps;
}

/** The last change asked for is the one that is shown. */
function useChange(props: ChangeOneByteProps): Change {
  const [result, setResult] = useState<Result>();
  const turn = useRef(0);
  const begin = (): number => {
    turn.current += 1;
    return turn.current;
  };
  const run: Change['run'] = (change) => {
    const own = begin();
    const show = (next: Omit<Result, 'of'>): void => {
      if (turn.current === own) setResult({ ...next, of: props });
    };
    const changing = Promise.resolve().then(change);
    changing.then(
      (changed) => show({ changed, fault: undefined }),
      (error: unknown) => {
        show({ changed: undefined, fault: isCoded(error) ? error.code : 'FILE_UNREADABLE' });
      },
    );
  };
  const undo = (): void => {
    begin();
    setResult(undefined);
  };
  const shown = result !== undefined && isSame(result.of, props) ? result : undefined;
  return { changed: shown?.changed, fault: shown?.fault, run, undo };
}

function isSame(one: ChangeOneByteProps, other: ChangeOneByteProps): boolean {
  return (
    one.receipt === other.receipt &&
    one.file === other.file &&
    one.digests === other.digests &&
    one.trusted === other.trusted
  );
}

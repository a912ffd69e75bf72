/** What lies on the desk: each thing with its kind, how far its hashing is, what is still missing, and a way to take it away. */

import type { ReactNode } from 'react';

import { Button } from '../../ui/Button.tsx';
import { HashProgress } from '../HashProgress.tsx';
import { useSpeaker } from '../use-speaker.ts';
import { visibleText } from '../visible-text.ts';
import { VisibleText } from '../VisibleText.tsx';
import { sizeText } from '../words.ts';
import type { Desk, DeskFile, DeskReceipt, DeskState } from './desk.ts';
import styles from './GivenList.module.css';

export interface GivenListProps {
  readonly desk: Desk;
  readonly state: DeskState;
}

export function GivenList({ desk, state }: GivenListProps): ReactNode {
  const { text } = useSpeaker();
  const { files, receipts, verdicts, isBusy } = state;
  if (files.length + receipts.length === 0) return null;
  const needsReceipt = !isBusy && receipts.length === 0;
  const needsFile = !isBusy && verdicts.some(({ file }) => file === undefined);
  return (
    <section className={styles['given']}>
      <div className={styles['head']}>
        <h2>{text('proof.given')}</h2>
        <Button look="quiet" onClick={() => void desk.clear()}>
          {text('proof.clear')}
        </Button>
      </div>
      <ul className={styles['things']}>
        {files.map((file) => (
          <FileRow key={file.key} file={file} state={state} desk={desk} />
        ))}
        {receipts.map((receipt) => (
          <ReceiptRow key={receipt.key} receipt={receipt} desk={desk} />
        ))}
      </ul>
      <p role="status" className={styles['next']}>
        {isBusy && text('proof.working')}
        {needsReceipt && text('proof.needsReceipt')}
        {needsFile && text('proof.needsFile')}
      </p>
    </section>
  );
}

interface FileRowProps extends GivenListProps {
  readonly file: DeskFile;
}

function FileRow({ file, state, desk }: FileRowProps): ReactNode {
  const { name, key, progress, digests } = file;
  const isHashing = digests.size === 0 && progress !== undefined;
  return (
    <li>
      <div className={styles['thing']}>
        <VisibleText text={name} />
        <FileKind file={file} state={state} />
        {isHashing && <HashProgress name={name} totalBytes={file.file.size} {...progress} />}
        <FileAsides file={file} state={state} />
      </div>
      <div className={styles['actions']}>
        <RemoveButton name={name} onClick={() => void desk.remove(key)} />
      </div>
    </li>
  );
}

interface OfFileProps {
  readonly file: DeskFile;
  readonly state: DeskState;
}

function FileKind({ file, state }: OfFileProps): ReactNode {
  const { text, language } = useSpeaker();
  const isHashed = file.digests.size > 0;
  const isUnmatched = isHashed && state.verdicts.length > 0 && isLeftOver(file, state);
  const words = [
    text('proof.kindFile'),
    sizeText(file.file.size, language),
    ...(isHashed ? [text('proof.hashed')] : []),
    ...(isUnmatched ? [text('proof.unmatched')] : []),
  ];
  return <span className={styles['kind']}>{words.join(' · ')}</span>;
}

function FileAsides({ file, state }: OfFileProps): ReactNode {
  const { text } = useSpeaker();
  const { withoutReceipt } = file;
  return (
    <>
      {file.file.size === 0 && <p className={styles['aside']}>{text('proof.emptyFile')}</p>}
      {withoutReceipt !== undefined && isLeftOver(file, state) && (
        <p className={styles['aside']}>
          {text('proof.withoutReceipt')} <code lang="en">({visibleText(withoutReceipt)})</code>
        </p>
      )}
    </>
  );
}

/** Nothing is going on, and no receipt here is of it. */
function isLeftOver({ key }: DeskFile, { verdicts, isBusy }: DeskState): boolean {
  return !isBusy && verdicts.every(({ file }) => file?.key !== key);
}

interface ReceiptRowProps {
  readonly receipt: DeskReceipt;
  readonly desk: Desk;
}

function ReceiptRow({ receipt, desk }: ReceiptRowProps): ReactNode {
  const { text } = useSpeaker();
  const { key, name, kind } = receipt;
  const isCertificate = kind === 'certificate';
  return (
    <li>
      <div className={styles['thing']}>
        <VisibleText text={name} />
        <span className={styles['kind']}>
          {text(isCertificate ? 'proof.kindCertificate' : 'proof.kindReceipt')}
        </span>
      </div>
      <div className={styles['actions']}>
        <Button look="quiet" onClick={() => void desk.treatAsFile(key)}>
          {text('proof.treatAsFile')}
        </Button>
        <RemoveButton name={name} onClick={() => void desk.remove(key)} />
      </div>
    </li>
  );
}

interface RemoveButtonProps {
  readonly name: string;
  readonly onClick: () => void;
}

function RemoveButton({ name, onClick }: RemoveButtonProps): ReactNode {
  const { text } = useSpeaker();
  return (
    <Button
      look="quiet"
      aria-label={text('proof.removeNamed', { name: visibleText(name) })}
      onClick={onClick}
    >
      {text('proof.remove')}
    </Button>
  );
}

/** Fetches a file with the reader's session and gives it to be saved; says so when it does not come. */

import { type ReactNode, useState } from 'react';

import { problemOf } from '../api/api-error.ts';
import { useText } from '../text/context.tsx';
import { Button } from './Button.tsx';
import { saveFile } from './save-file.ts';
import { ProblemNote } from './ProblemNote.tsx';

export interface DownloadButtonProps {
  readonly label: string;
  readonly fileName: string;
  readonly fetchFile: () => Promise<Blob>;
}

export function DownloadButton({ label, fileName, fetchFile }: DownloadButtonProps): ReactNode {
  const text = useText();
  const [error, setError] = useState<unknown>();
  const [isBusy, setBusy] = useState(false);
  const download = async (): Promise<void> => {
    setError(undefined);
    setBusy(true);
    try {
      saveFile(await fetchFile(), fileName);
    } catch (failed) {
      setError(failed);
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <Button aria-disabled={isBusy} onClick={() => void (isBusy || download())}>
        {label}
      </Button>
      {error !== undefined && (
        <ProblemNote
          title={text('ui.downloadFailed', { form: label })}
          problem={problemOf(error)}
        />
      )}
    </>
  );
}

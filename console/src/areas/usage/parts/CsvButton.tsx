/** The same rows as a file, made by the server. */

import type { ReactNode } from 'react';

import { problemOf } from '../../../api/api-error.ts';
import { useText } from '../../../text/context.tsx';
import { Button } from '../../../ui/Button.tsx';
import { useUsageCsv } from '../queries.ts';
import type { UsageRange } from '../usage-sums.ts';

export function CsvButton({ range }: { readonly range: UsageRange }): ReactNode {
  const text = useText();
  const { mutate, error, isPending } = useUsageCsv();
  const name = `usage-${range.from}-${range.to}.csv`;
  return (
    <>
      <Button
        disabled={isPending}
        onClick={() => mutate(range, { onSuccess: (file) => give(file, name) })}
      >
        {text('usage.csv')}
      </Button>
      {error !== null && <span role="alert">{problemOf(error).detail}</span>}
    </>
  );
}

/** Long enough for the browser to have taken the file. */
const KEPT_MS = 30_000;

function give(file: Blob, name: string): void {
  const url = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), KEPT_MS);
}

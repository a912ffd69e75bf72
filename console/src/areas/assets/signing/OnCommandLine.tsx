/** The command that signs and hands in these very bytes; the page looks until the transaction is there. */

import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';

import { toBase64url, toHex } from '@stele/base';
import type { TransactionView } from '@stele/protocol';

import { isCode } from '../../../api/api-error.ts';
import { request } from '../../../api/request.ts';
import { useText } from '../../../text/context.tsx';
import { quoted } from '../../../ui/call-texts.ts';
import { Failed } from '../../../ui/States.tsx';
import { Verbatim } from '../../../ui/Verbatim.tsx';
import styles from '../Assets.module.css';
import { ASSETS_KEY } from '../queries.ts';
import { HandedInNote } from './HandedInNote.tsx';
import { idOf, TRANSACTIONS_PATH } from './queries.ts';
import type { Understood } from './understanding.ts';

const EVERY_MS = 2_000;
/** Of the id, in a file's name. */
const FILE_DIGITS = 8;

export function OnCommandLine({ understood }: { readonly understood: Understood }): ReactNode {
  const text = useText();
  const id = idOf(understood);
  const client = useQueryClient();
  const seen = useQuery({
    queryKey: ['assets-signed', id],
    queryFn: async ({ signal }) => {
      const found = await recorded(id, signal);
      // The rest of the page shows what became of it.
      if (found !== null) void client.invalidateQueries({ queryKey: ASSETS_KEY });
      return found;
    },
    refetchInterval: ({ state }) => (state.data === null ? EVERY_MS : false),
  });
  if (seen.data !== undefined && seen.data !== null) {
    return <HandedInNote handed={seen.data} />;
  }
  return (
    <div className={styles['stack']}>
      <p>{text('assets.sign.commandHelp')}</p>
      <Verbatim name={text('ui.callCli')} value={commandFor(understood)} />
      {seen.isError ? (
        <Failed error={seen.error} onRetry={() => void seen.refetch()} />
      ) : (
        <p role="status" className={styles['soft']}>
          {text('assets.sign.waiting')}
        </p>
      )}
    </div>
  );
}

/** The transaction in the log, or null as long as it is not there. */
async function recorded(id: string, signal: AbortSignal): Promise<TransactionView | null> {
  try {
    return await request<TransactionView>(`${TRANSACTIONS_PATH}/${id}`, { signal });
  } catch (error) {
    if (isCode(error, 'TRANSACTION_UNKNOWN')) return null;
    throw error;
  }
}

const SIGN = '--key person.key --yes';

/** The bytes themselves are in the draft that the command writes, so that what is signed is what was read here. */
export function commandFor(understood: Understood): string {
  const { draft, isPending } = understood;
  const id = idOf(understood);
  if (isPending) return `npx stele tx sign ${id} ${SIGN}`;
  const file = `${id.slice(0, FILE_DIGITS)}.json`;
  const content = JSON.stringify({
    type: 'stele-draft/v1',
    chain: toHex(draft.chain.fingerprint),
    transaction: toBase64url(draft.body),
    signatures: [],
  });
  return [
    `echo ${quoted(content)} > ${file}`,
    `npx stele tx sign ${file} ${SIGN}`,
    `npx stele tx submit ${file}`,
  ].join(' &&\n  ');
}

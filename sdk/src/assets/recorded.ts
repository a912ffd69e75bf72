/** Transactions of the log: what they did, or would have done, read from the very bytes that were signed. */

import { failure, toHex } from '@stele/base';
import { decodeEntry, decodeTransaction, transactionId } from '@stele/protocol';
import type { TransactionView } from '@stele/protocol';
import { learn } from './knowledge.ts';
import type { Source } from './knowledge.ts';
import { summarise } from './summary/summarise.ts';
import type { Summary } from './summary/summarise.ts';

/** Rejects with ANSWER_MALFORMED when the log has another transaction there. */
export async function readRecorded(
  source: Source,
  { id, index }: Pick<TransactionView, 'id' | 'index'>,
): Promise<Summary> {
  const { chain, transport } = source;
  const { kind, content } = decodeEntry(await transport.entry(index));
  if (kind !== 'transaction') throw otherEntry();
  const transaction = decodeTransaction(content);
  const own = toHex(transactionId(chain.suite, chain.fingerprint, transaction.body));
  if (own !== id) throw otherEntry();
  return summarise(chain, transaction.body, await learn(source, transaction.content));
}

function otherEntry(): Error {
  return failure('ANSWER_MALFORMED', 'the log has another entry where the node says it is', {
    action: 'Tell the operator of the node.',
  });
}

/**
 * A class as the log itself says it: the call that defined it, out of a receipt that is verified here. What a node says of a class is
 * believed nowhere a decimal point depends on it: with another scale, "12.50" would be another amount.
 */

import { fromHex, isCoded, rejection } from '@stele/base';
import { decodeEntry, decodeTransaction, parseReceipt, verifyReceipt } from '@stele/protocol';
import type { Call, ChainIdentity, LedgerApi } from '@stele/protocol';
import { classFormOf } from './json-forms.ts';
import { classIdOf } from './class-name.ts';
import type { ClassForm, ClassId } from './forms.ts';

const CONTRACT = 'assets';
const TABLE = 'classes';

/**
 * The definition of a class, proven; undefined when there is none, or no proof yet. Rejects with CLASS_UNPROVEN when what the node
 * hands out as a proof proves something else.
 */
export async function provenClass(
  chain: ChainIdentity,
  transport: LedgerApi,
  id: ClassId,
): Promise<ClassForm | undefined> {
  const transaction = await definingTransaction(transport, id);
  if (transaction === undefined) return undefined;
  const receipt = await receiptOf(transport, transaction);
  return receipt === undefined ? undefined : definitionIn(chain, receipt, id);
}

/** The row knows the number of its effect, and the event of that number knows the transaction. */
async function definingTransaction(transport: LedgerApi, id: ClassId): Promise<string | undefined> {
  const row = await transport.row({ contract: CONTRACT, table: TABLE, key: fromHex(id) });
  if (row === null) return undefined;
  const { items } = await transport.events({ after: row.effect - 1, limit: 1 });
  return items[0]?.subject;
}

async function receiptOf(transport: LedgerApi, id: string): Promise<Uint8Array | undefined> {
  try {
    return await transport.receipt(id);
  } catch (error) {
    if (isCoded(error, 'NOT_PROVEN')) return undefined;
    throw error;
  }
}

function definitionIn(chain: ChainIdentity, receipt: Uint8Array, id: ClassId): ClassForm {
  const { verdict } = verifyReceipt(receipt, {
    crypto: chain.suite.crypto,
    trusted: [chain.fingerprint],
  });
  if (verdict !== 'valid') throw unproven(id);
  const { content } = decodeTransaction(decodeEntry(parseReceipt(receipt).entry).content);
  for (const call of content.calls) {
    const definition = definitionOf(call);
    if (definition !== undefined && classIdOf(definition) === id) return definition;
  }
  throw unproven(id);
}

function definitionOf({ contract, method, args }: Call): ClassForm | undefined {
  if (contract !== CONTRACT || method !== 'define') return undefined;
  return classFormOf(args);
}

function unproven(id: ClassId): Error {
  return rejection('CLASS_UNPROVEN', `the node’s proof does not prove what class ${id} is`, {
    action: 'Ask another node of the chain, and tell the operator of this one.',
    data: { class: id },
  });
}

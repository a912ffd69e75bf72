/**
 * A transaction in a file, for signing somewhere else: its body and the signatures it has. The file carries no words of anybody about
 * what it does; whoever signs reads the body.
 */

import { fromBase64url, isCoded, toBase64url, toHex } from '@stele/base';
import {
  type ChainIdentity,
  decodeSignature,
  encodeTransaction,
  type Signature,
  encodeSignature,
  transactionId,
} from '@stele/protocol';
import type { SignedTransaction } from '@stele/sdk';

import { textFileAt } from '../files/text-file.ts';
import { trouble } from '../trouble.ts';

const TYPE = 'stele-draft/v1';

export interface DraftFile {
  readonly body: Uint8Array;
  readonly signatures: readonly Signature[];
}

interface DraftJson {
  readonly type: typeof TYPE;
  /** Fingerprint of the chain that it is for. */
  readonly chain: string;
  readonly transaction: string;
  readonly signatures: readonly string[];
}

export function draftText({ fingerprint }: ChainIdentity, { body, signatures }: DraftFile): string {
  const json: DraftJson = {
    type: TYPE,
    chain: toHex(fingerprint),
    transaction: toBase64url(body),
    signatures: signatures.map((one) => toBase64url(encodeSignature(one))),
  };
  return `${JSON.stringify(json, null, 2)}\n`;
}

/** DRAFT_MALFORMED, DRAFT_OF_OTHER_CHAIN, FILE_UNREADABLE. */
export async function draftAt(path: string, { fingerprint }: ChainIdentity): Promise<DraftFile> {
  const text = await textFileAt(path);
  const { chain, draft } = readDraft(path, text);
  if (chain === toHex(fingerprint)) return draft;
  throw trouble('DRAFT_OF_OTHER_CHAIN', { path, chain });
}

function readDraft(
  path: string,
  text: string,
): { readonly chain: string; readonly draft: DraftFile } {
  try {
    const { type, chain, transaction, signatures } = JSON.parse(text) as Partial<DraftJson>;
    if (type === TYPE && typeof chain === 'string' && typeof transaction === 'string') {
      const read = (signatures ?? []).map((one) => decodeSignature(fromBase64url(one)));
      return { chain, draft: { body: fromBase64url(transaction), signatures: read } };
    }
  } catch (error) {
    if (!isCoded(error) && !(error instanceof SyntaxError) && !(error instanceof TypeError)) {
      throw error;
    }
    throw trouble('DRAFT_MALFORMED', { path }, error);
  }
  throw trouble('DRAFT_MALFORMED', { path });
}

/** The same with one more signature; one that is there already stays. */
export function withSignatures(draft: DraftFile, added: readonly Signature[]): DraftFile {
  const keys = new Set(added.map(({ key }) => toHex(key)));
  const others = draft.signatures.filter(({ key }) => !keys.has(toHex(key)));
  return { ...draft, signatures: [...others, ...added] };
}

/** What is handed in. */
export function signedOf(
  { suite, fingerprint }: ChainIdentity,
  { body, signatures }: DraftFile,
): SignedTransaction {
  const tx = encodeTransaction({ body, signatures });
  return { id: transactionId(suite, fingerprint, body), submission: { tx, payloads: [] } };
}

/**
 * The node's own statement (spec/membership.md, "Node statement"; spec/disk.md, `statement`): the member lets this node's log key and
 * cosigner key speak for it. Kept beside the keys and made anew before it runs out, or when the keys are others.
 */

import { equal, isCoded } from '@stele/base';
import {
  type ChainIdentity,
  decode,
  decodeSignature,
  decodeStatement,
  encode,
  encodeSignature,
  encodeStatement,
  NOTE_TYPE_COSIGNATURE,
  NOTE_TYPE_ED25519,
  Shape,
  type Statement,
  statementKey,
  statementSigningInput,
  verifySignature,
} from '@stele/protocol';
import { nodeCrypto } from '@stele/protocol/node';

import type { NodeKeys } from '../keys/key-files.ts';
import type { Disk, ReadableDisk } from '../storage/disk.ts';
import { STATEMENT_PATH } from '../storage/layout.ts';

export interface SignedStatement {
  readonly statement: Statement;
  /** As encoded. */
  readonly bytes: Uint8Array;
  /** Signature triple, as encoded. */
  readonly signature: Uint8Array;
}

/** Who speaks for whom. */
export interface NodeIdentity {
  readonly organisation: string;
  readonly node: string;
}

const DAY_MS = 86_400_000;
const VALID_MS = 365 * DAY_MS;
const RENEW_BEFORE_END_MS = 30 * DAY_MS;
/** A clock that is set back a little must not leave cosignatures older than their statement. */
const BACKDATED_MS = 60_000;

export function makeStatement(
  chain: ChainIdentity,
  { organisation, node }: NodeIdentity,
  keys: NodeKeys,
  nowMs: number,
): SignedStatement {
  const notBeforeMs = nowMs - BACKDATED_MS;
  const statement: Statement = {
    organisation,
    node,
    keys: [
      { type: NOTE_TYPE_ED25519, key: keys.log.publicKey },
      { type: NOTE_TYPE_COSIGNATURE, key: keys.cosigner.publicKey },
    ],
    notBeforeMs,
    notAfterMs: notBeforeMs + VALID_MS,
  };
  const bytes = encodeStatement(statement);
  const { algorithm, publicKey: key } = keys.organisation;
  const signature = keys.organisation.sign(statementSigningInput(chain.fingerprint, bytes));
  return { statement, bytes, signature: encodeSignature({ algorithm, key, signature }) };
}

/** Whether a statement is of these keys and has time left. */
export function isInForce(
  { statement, signature }: SignedStatement,
  keys: NodeKeys,
  nowMs: number,
): boolean {
  const isTimely =
    statement.notBeforeMs <= nowMs && nowMs < statement.notAfterMs - RENEW_BEFORE_END_MS;
  return (
    isTimely &&
    equal(statementKey(statement, NOTE_TYPE_ED25519), keys.log.publicKey) &&
    equal(statementKey(statement, NOTE_TYPE_COSIGNATURE), keys.cosigner.publicKey) &&
    equal(decodeSignature(signature).key, keys.organisation.publicKey)
  );
}

const SHAPE = new Shape('STATEMENT_MALFORMED');

/** Puts the statement on the disk. */
export function writeStatement(disk: Disk, path: string, signed: SignedStatement): Promise<void> {
  return disk.replace(path, encode([signed.bytes, decode(signed.signature)]));
}

/** The statement on the disk; undefined when there is none, or none that can be read: it can be made again at any time. */
export async function readStatement(disk: ReadableDisk): Promise<SignedStatement | undefined> {
  const stored = await disk.read(STATEMENT_PATH);
  if (stored === undefined) return undefined;
  try {
    const [statement, triple] = SHAPE.tuple(SHAPE.decode(stored), 2);
    const bytes = SHAPE.bytes(statement);
    const signature = encode(SHAPE.array(triple));
    decodeSignature(signature);
    return { statement: decodeStatement(bytes), bytes, signature };
  } catch (error) {
    if (isCoded(error)) return undefined;
    throw error;
  }
}

/** The same; undefined, too, when its signature is not valid: then nothing in it is to be believed. */
export async function readOwnStatement(
  disk: ReadableDisk,
  { fingerprint }: ChainIdentity,
): Promise<SignedStatement | undefined> {
  const stored = await readStatement(disk);
  if (stored === undefined) return undefined;
  const input = statementSigningInput(fingerprint, stored.bytes);
  const isSigned = verifySignature(nodeCrypto, decodeSignature(stored.signature), input);
  return isSigned ? stored : undefined;
}

/** The statement in force, made and kept now when the one on the disk is none, or is about to end. */
export async function ensureStatement(
  disk: Disk,
  chain: ChainIdentity,
  identity: NodeIdentity,
  { keys, nowMs }: { readonly keys: NodeKeys; readonly nowMs: number },
): Promise<SignedStatement> {
  const stored = await readOwnStatement(disk, chain);
  if (stored !== undefined && isInForce(stored, keys, nowMs)) return stored;
  const made = makeStatement(chain, identity, keys, nowMs);
  await writeStatement(disk, STATEMENT_PATH, made);
  return made;
}

/** Checks the small files of a data folder: format, genesis, setup, statement, keys, checkpoint (spec/disk.md, the table). */

import { type CodedError, equal, fromUtf8, isCoded, utf8 } from '@stele/base';
import {
  type ChainIdentity,
  type Charter,
  cosignatureInput,
  cosignerName,
  decodeCharter,
  decodeCosignature,
  decodeSetup,
  decodeSignature,
  fingerprintOf,
  memberOfKey,
  NOTE_TYPE_COSIGNATURE,
  NOTE_TYPE_ED25519,
  noteKeyId,
  originOf,
  parseCheckpoint,
  parseOrigin,
  type SignatureLine,
  type SignedCheckpoint,
  statementKey,
  statementSigningInput,
  suiteOf,
  verifySignature,
} from '@stele/protocol';
import { nodeCrypto } from '@stele/protocol/node';
import { bearerKeyId } from '@stele/server';

import { readStatement, type SignedStatement } from '../genesis/statement.ts';
import { keyPath, type NodeKeys, readKeys } from '../keys/key-files.ts';
import { checkpointTextIn, hasTornSlot } from '../storage/checkpoint-slots.ts';
import type { ReadableDisk } from '../storage/disk.ts';
import { checkFormat } from '../storage/format.ts';
import {
  ADMIN_KEY_PATH,
  CHECKPOINT_PATH,
  FORMAT_PATH,
  GENESIS_PATH,
  SETUP_PATH,
  STATEMENT_PATH,
} from '../storage/layout.ts';
import { checkGenesis } from './check-genesis.ts';
import { DamageFound } from './report.ts';

/** What the files say, once they have been found to agree. */
export interface CheckedFiles {
  readonly chain: ChainIdentity;
  readonly charter: Charter;
  readonly genesis: Uint8Array;
  /** Undefined before the first time. */
  readonly signed: SignedCheckpoint | undefined;
  /** What the next start will mend by itself, in sentences. */
  readonly notes: readonly string[];
}

/** Throws DamageFound at the first file that cannot be right. */
export async function checkFiles(disk: ReadableDisk): Promise<CheckedFiles> {
  await checkFormatFile(disk);
  const genesis = await checkGenesis(disk);
  const charter = read(GENESIS_PATH, () => decodeCharter(genesis, nodeCrypto));
  const suite = suiteOf(charter.suite, nodeCrypto);
  const fingerprint = read(GENESIS_PATH, () => fingerprintOf(genesis, nodeCrypto));
  const chain = { suite, fingerprint };
  await checkSetup(disk, charter, chain);
  const keys = await checkKeys(disk, charter);
  const statement = await checkStatement(disk, charter, chain);
  checkNodeKeys(statement, keys);
  await checkAdminKey(disk);
  const { signed, notes } = await checkCheckpoint(disk, chain, statement);
  return { chain, charter, genesis, signed, notes };
}

async function checkFormatFile(disk: ReadableDisk): Promise<void> {
  try {
    if ((await checkFormat(disk)) === 'absent') throw damaged(FORMAT_PATH, 'the file is missing');
  } catch (error) {
    if (isCoded(error, 'FORMAT_UNKNOWN')) throw damaged(FORMAT_PATH, error.message);
    throw error;
  }
}

async function checkSetup(
  disk: ReadableDisk,
  { setup }: Charter,
  { suite }: ChainIdentity,
): Promise<void> {
  const bytes = await present(disk, SETUP_PATH);
  read(SETUP_PATH, () => decodeSetup(bytes));
  const expected = setup ?? suite.H(Uint8Array.of(0x80));
  if (!equal(suite.H(bytes), expected)) {
    throw damaged(SETUP_PATH, 'these are not the calls that the charter commits to');
  }
}

async function checkKeys(disk: ReadableDisk, charter: Charter): Promise<NodeKeys> {
  let keys: NodeKeys;
  try {
    keys = await readKeys(disk);
  } catch (error) {
    throw isCoded(error) ? damaged(pathIn(error), error.message) : error;
  }
  const { algorithm, publicKey: key } = keys.organisation;
  if (memberOfKey(charter, { algorithm, key }) === undefined) {
    throw damaged(keyPath('organisation'), 'the key belongs to no member of the charter');
  }
  return keys;
}

function pathIn({ data }: CodedError): string {
  return typeof data?.['path'] === 'string' ? data['path'] : 'keys';
}

async function checkStatement(
  disk: ReadableDisk,
  charter: Charter,
  chain: ChainIdentity,
): Promise<SignedStatement> {
  const signed = await readStatement(disk);
  if (signed === undefined) throw damaged(STATEMENT_PATH, 'the file is missing or cannot be read');
  const signature = decodeSignature(signed.signature);
  const member = memberOfKey(charter, signature);
  if (member?.organisation !== signed.statement.organisation) {
    throw damaged(STATEMENT_PATH, 'it is not signed by the member it speaks for');
  }
  const input = statementSigningInput(chain.fingerprint, signed.bytes);
  if (!verifySignature(nodeCrypto, signature, input)) {
    throw damaged(STATEMENT_PATH, 'its signature is not valid');
  }
  return signed;
}

/** A node does not start with other keys than those of its statement, so after any stop both agree. */
function checkNodeKeys({ statement }: SignedStatement, keys: NodeKeys): void {
  for (const [name, type] of [
    ['log', NOTE_TYPE_ED25519] as const,
    ['cosigner', NOTE_TYPE_COSIGNATURE] as const,
  ]) {
    if (equal(statementKey(statement, type), keys[name].publicKey)) continue;
    throw damaged(keyPath(name), 'the statement names another key');
  }
}

async function checkAdminKey(disk: ReadableDisk): Promise<void> {
  const bytes = await present(disk, ADMIN_KEY_PATH);
  const line = read(ADMIN_KEY_PATH, () => fromUtf8(bytes));
  if (!line.endsWith('\n') || bearerKeyId(line.slice(0, -1)) === undefined) {
    throw damaged(ADMIN_KEY_PATH, 'it holds no whole bearer key');
  }
}

const NOTHING_SIGNED = { signed: undefined, notes: [] };
const TORN_SLOT = `one of the two slots of ${CHECKPOINT_PATH} is not whole, and what the other holds counts; the next start writes both`;

async function checkCheckpoint(
  disk: ReadableDisk,
  chain: ChainIdentity,
  { statement }: SignedStatement,
): Promise<Pick<CheckedFiles, 'signed' | 'notes'>> {
  const bytes = await disk.read(CHECKPOINT_PATH);
  if (bytes === undefined) return NOTHING_SIGNED;
  const signed = read(CHECKPOINT_PATH, () => parseCheckpoint(checkpointTextIn(bytes)));
  const { checkpoint, note } = signed;
  const origin = originOf(chain.fingerprint, parseOrigin(checkpoint.origin)?.lineage);
  if (checkpoint.origin !== origin) throw damaged(CHECKPOINT_PATH, 'it is of another log');
  const name = cosignerName(origin, statement.organisation, statement.node);
  const logKey = {
    name: origin,
    type: NOTE_TYPE_ED25519,
    key: statementKey(statement, NOTE_TYPE_ED25519),
  };
  const cosigner = {
    name,
    type: NOTE_TYPE_COSIGNATURE,
    key: statementKey(statement, NOTE_TYPE_COSIGNATURE),
  };
  const [first, second] = note.lines;
  const isLogLine = isLineOf(first, logKey, (signature) => ({ signature, input: utf8(note.text) }));
  const isCosigned = isLineOf(second, cosigner, (line) => {
    const cosignature = decodeCosignature(line);
    return cosignature === undefined
      ? undefined
      : {
          signature: cosignature.signature,
          input: cosignatureInput(cosignature.seconds, note.text),
        };
  });
  if (note.lines.length !== 2 || !isLogLine || !isCosigned) {
    throw damaged(CHECKPOINT_PATH, 'it is not signed by this node');
  }
  return { signed, notes: hasTornSlot(bytes) ? [TORN_SLOT] : [] };
}

interface Signed {
  readonly signature: Uint8Array;
  readonly input: Uint8Array;
}

function isLineOf(
  line: SignatureLine | undefined,
  key: { readonly name: string; readonly type: number; readonly key: Uint8Array },
  signedBy: (line: Uint8Array) => Signed | undefined,
): boolean {
  if (line?.name !== key.name || !equal(line.keyId, noteKeyId(nodeCrypto, key))) return false;
  const signed = signedBy(line.signature);
  if (signed === undefined) return false;
  const { signature, input } = signed;
  return verifySignature(nodeCrypto, { algorithm: 1, key: key.key, signature }, input);
}

async function present(disk: ReadableDisk, path: string): Promise<Uint8Array> {
  const bytes = await disk.read(path);
  if (bytes === undefined) throw damaged(path, 'the file is missing');
  return bytes;
}

function read<T>(path: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (isCoded(error)) throw damaged(path, error.message);
    throw error;
  }
}

function damaged(file: string, what: string): DamageFound {
  return new DamageFound({ file, what });
}

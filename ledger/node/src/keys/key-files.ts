/**
 * The node's private keys (spec/disk.md, `keys/`): PKCS #8 PEM, readable by their owner alone. A key that others could have read is
 * refused, not quietly repaired: the operator has to know.
 */

import { type CodedError, failure, fromUtf8, isCoded, utf8 } from '@stele/base';
import type { Signer } from '@stele/protocol';
import { generateSigner, signerFromPem } from '@stele/protocol/node';

import type { Disk, ReadableDisk } from '../storage/disk.ts';
import { KEYS_FOLDER } from '../storage/layout.ts';

/** `organisation` signs statements, `operator` transactions; `log` and `cosigner` sign checkpoints and nothing else. */
const KEY_NAMES = ['organisation', 'operator', 'log', 'cosigner'] as const;
export type KeyName = (typeof KEY_NAMES)[number];
export type NodeKeys = Readonly<Record<KeyName, Signer>>;

const OTHERS = 0o077;

export const keyPath = (name: KeyName): string => `${KEYS_FOLDER}/${name}.key`;

/** Makes all four keys under `folder`, which is theirs alone. */
export async function makeKeys(disk: Disk, folder: string): Promise<NodeKeys> {
  await disk.makeFolder(`${folder}${KEYS_FOLDER}`, { isSecret: true });
  const keys: Partial<Record<KeyName, Signer>> = {};
  for (const name of KEY_NAMES) {
    const { signer, pem } = generateSigner();
    await disk.replace(`${folder}${keyPath(name)}`, utf8(pem), { isSecret: true });
    keys[name] = signer;
  }
  return keys as NodeKeys;
}

/** Puts new keys in the place of those that sign checkpoints: those before speak for a lineage that has ended. */
export async function renewNodeKeys(disk: Disk, keys: NodeKeys): Promise<NodeKeys> {
  const [log, cosigner] = [generateSigner(), generateSigner()];
  await disk.replace(keyPath('log'), utf8(log.pem), { isSecret: true });
  await disk.replace(keyPath('cosigner'), utf8(cosigner.pem), { isSecret: true });
  return { ...keys, log: log.signer, cosigner: cosigner.signer };
}

/** Fails with KEY_MISSING, KEY_EXPOSED or KEY_UNREADABLE, naming the file. */
export async function readKeys(disk: ReadableDisk): Promise<NodeKeys> {
  const keys: Partial<Record<KeyName, Signer>> = {};
  for (const name of KEY_NAMES) keys[name] = await readKey(disk, keyPath(name));
  return keys as NodeKeys;
}

async function readKey(disk: ReadableDisk, path: string): Promise<Signer> {
  const permissions = await disk.permissions(path);
  if (permissions === undefined) throw missing(path);
  if ((permissions & OTHERS) !== 0) throw exposed(path);
  const bytes = await readable(disk, path);
  try {
    return signerFromPem(fromUtf8(bytes));
  } catch (cause) {
    if (!isCoded(cause)) throw cause;
    throw unreadable(path, cause);
  }
}

async function readable(disk: ReadableDisk, path: string): Promise<Uint8Array> {
  try {
    const bytes = await disk.read(path);
    if (bytes === undefined) throw missing(path);
    return bytes;
  } catch (cause) {
    throw isCoded(cause, 'STORAGE_FAILED') ? unreadable(path, cause) : cause;
  }
}

function missing(path: string): CodedError {
  return failure('KEY_MISSING', `the key file ${path} is missing in the data folder`, {
    action: 'Put it back from a backup; nobody can make it again.',
    data: { path },
  });
}

function exposed(path: string): CodedError {
  return failure('KEY_EXPOSED', `others than its owner may read the key file ${path}`, {
    action: `Find out who could have read it; if it is still yours alone, run: chmod 600 ${path}`,
    data: { path },
  });
}

function unreadable(path: string, cause: unknown): CodedError {
  return failure('KEY_UNREADABLE', `the key file ${path} cannot be read`, {
    action: 'Put it back from a backup, and let the user who runs the node own it (mode 600).',
    data: { path },
    cause,
  });
}

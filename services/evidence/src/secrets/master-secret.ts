/**
 * The one secret from which everything hosted follows: signing keys of customers, the keys their notes are encrypted with, and the
 * secrets their record ids are made of. It never changes; without it hosted accounts cannot sign and notes cannot be read.
 *
 * Derivation is HKDF-SHA-256 (RFC 5869): the purpose is the info, the customer's account the salt, so no two uses ever share a key.
 */

import { hkdfSync, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, mkdir, open, readFile, rename, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { failure, fromBase64url, isCoded, toBase64url } from '@stele/base';

export type Purpose =
  'hosted-key' | 'note-key' | 'record-id' | 'request-key' | 'receipt-key' | 'check';

export interface MasterSecret {
  /** 32 bytes for one purpose and one owner. */
  derive(purpose: Purpose, owner: Uint8Array): Uint8Array;
}

const SECRET_BYTES = 32;
const OTHERS_MASK = 0o077;

/** From 32 bytes. */
export function masterSecretOf(secret: Uint8Array): MasterSecret {
  return {
    derive: (purpose, owner) =>
      new Uint8Array(hkdfSync('sha256', secret, owner, `stele/${purpose}/v1`, SECRET_BYTES)),
  };
}

/** From STELE_MASTER_KEY: 32 bytes as base64url. Fails with MASTER_KEY_MALFORMED, which shows none of it. */
export function masterSecretFromText(text: string): MasterSecret {
  return masterSecretOf(readSecret(text, 'STELE_MASTER_KEY'));
}

export interface SecretFile {
  readonly path: string;
  /** Of the service's store: one that is there was made with a secret already. */
  readonly store: string;
}

/**
 * From its file, which is made together with the store. Fails with MASTER_KEY_MALFORMED, MASTER_KEY_EXPOSED when others than its
 * owner may read it, or MASTER_KEY_MISSING when there is a store and no file: a new secret would fit nothing in it.
 */
export async function masterSecretFromFile({ path, store }: SecretFile): Promise<MasterSecret> {
  const found = await readIfThere(path);
  if (found !== undefined) return masterSecretOf(readSecret(found.trim(), path));
  if (existsSync(store)) throw missing(path);
  const secret = new Uint8Array(randomBytes(SECRET_BYTES));
  await writeSecret(path, `${toBase64url(secret)}\n`);
  return masterSecretOf(secret);
}

function readSecret(text: string, place: string): Uint8Array {
  try {
    const secret = fromBase64url(text);
    if (secret.length === SECRET_BYTES) return secret;
  } catch (error) {
    if (!isCoded(error)) throw error;
  }
  throw failure('MASTER_KEY_MALFORMED', `${place} does not hold a master secret`, {
    action: 'Give 32 bytes as base64url (43 characters), or put the file back from a backup.',
  });
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    const { mode } = await stat(path);
    if ((mode & OTHERS_MASK) !== 0) throw exposed(path);
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function missing(path: string): Error {
  return failure('MASTER_KEY_MISSING', `there is no master secret at ${path}`, {
    action: 'Put the file back from a backup of keys/, or set STELE_MASTER_KEY to what was in it.',
  });
}

function exposed(path: string): Error {
  return failure('MASTER_KEY_EXPOSED', `others than its owner may read ${path}`, {
    action: `Find out who could have read it; if it is still yours alone, run: chmod 600 ${path}`,
  });
}

/** Whole or not at all, and on the disk before anything is made of it: what follows from a lost secret is lost too. */
async function writeSecret(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const unfinished = `${path}.new`;
  const file = await open(unfinished, 'w', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await chmod(unfinished, 0o600);
  await rename(unfinished, path);
  const folder = await open(dirname(path), 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

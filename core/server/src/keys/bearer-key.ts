/**
 * Bearer keys: `stele_<id>_<secret><checksum>`. The id is 12 characters and may stand in logs; the secret is
 * 32 characters of base62, 190 bits; the checksum is CRC-32 over all before it in 6 characters, so that a secret scanner knows a
 * leaked key from a look-alike, and a key copied without its end is told from a revoked one. Stored is only SHA-256 of the whole
 * key: with 190 bits inside, a slow password hash would add nothing but a way to exhaust the server.
 */

import { hash, timingSafeEqual } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { Random } from '@stele/base';
import type { BearerKeyRecord, KeyOwner } from './key-record.ts';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const ID_LENGTH = 12;
const SECRET_LENGTH = 32;
const CHECKSUM_LENGTH = 6;
const KEY = /^(stele_([0-9A-Za-z]{12})_[0-9A-Za-z]{32})([0-9A-Za-z]{6})$/;

/** A new key: the text for its owner, to be shown once. */
export function createBearerKey(random: Random): string {
  const bare = `stele_${createKeyId(random)}_${randomText(random, SECRET_LENGTH)}`;
  return bare + checksumOf(bare);
}

/** A new id: that of a key of any kind. */
export function createKeyId(random: Random): string {
  return randomText(random, ID_LENGTH);
}

/** What to keep of `key`; undefined when it is no well-formed key. */
export function keyRecord(key: string, owner: KeyOwner): BearerKeyRecord | undefined {
  const id = bearerKeyId(key);
  return id === undefined ? undefined : { id, ...owner, hash: hashOf(key) };
}

/** The id inside a key, when its form and checksum are right. */
export function bearerKeyId(key: string): string | undefined {
  const match = KEY.exec(key);
  if (match === null) return undefined;
  const [, bare = '', id = '', checksum = ''] = match;
  return checksumOf(bare) === checksum ? id : undefined;
}

const PREFIX_LENGTH = 'stele_'.length;

/** What stands where the id of a key does: a key's id if `text` is a key, which isKeyOf has to show. */
export function idIn(text: string): string {
  return text.slice(PREFIX_LENGTH, PREFIX_LENGTH + ID_LENGTH);
}

/** Whether `key` is the one that `record` was made of. Takes the same time for every wrong key. */
export function isKeyOf(record: BearerKeyRecord, key: string): boolean {
  return timingSafeEqual(record.hash, hashOf(key));
}

function hashOf(key: string): Uint8Array {
  return hash('sha256', key, 'buffer');
}

function checksumOf(bare: string): string {
  let rest = crc32(bare);
  let text = '';
  for (let i = 0; i < CHECKSUM_LENGTH; i++) {
    text = ALPHABET.charAt(rest % ALPHABET.length) + text;
    rest = Math.floor(rest / ALPHABET.length);
  }
  return text;
}

/** Bytes at or above this are drawn again: 248 is the largest multiple of 62 in a byte, so every character is equally likely. */
const FAIR_BYTES = 248;

function randomText(random: Random, length: number): string {
  let text = '';
  while (text.length < length) {
    for (const byte of random.bytes(length)) {
      if (byte < FAIR_BYTES && text.length < length) {
        text += ALPHABET.charAt(byte % ALPHABET.length);
      }
    }
  }
  return text;
}

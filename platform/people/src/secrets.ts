/** Tokens that are handed out once and kept as a digest only: with 256 bits inside, a slow hash would add nothing. */

import { hash } from 'node:crypto';
import { type Random, toBase64url, toHex } from '@stele/base';

const TOKEN_BYTES = 32;
const ID_BYTES = 16;

export function newToken(random: Random): string {
  return toBase64url(random.bytes(TOKEN_BYTES));
}

/** What is kept of a token, or of any text that only has to be recognised. */
export function digestOf(text: string): string {
  return hash('sha256', text, 'base64url');
}

export function newId(prefix: 'per' | 'ses' | 'pk', random: Random): string {
  return `${prefix}_${toHex(random.bytes(ID_BYTES))}`;
}

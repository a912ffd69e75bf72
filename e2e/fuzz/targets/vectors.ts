/** Examples out of spec/vectors, the valid and the invalid alike: both are good places to begin. */

import { readFileSync } from 'node:fs';

type Case = Readonly<Record<string, unknown>>;

interface VectorFile {
  readonly valid: readonly Case[];
  readonly invalid: readonly Case[];
}

const FOLDER = new URL('../../../spec/vectors/', import.meta.url);

export function casesOf(file: string): readonly Case[] {
  const text = readFileSync(new URL(`${file}.json`, FOLDER), 'utf8');
  const { valid, invalid } = JSON.parse(text) as VectorFile;
  return [...valid, ...invalid];
}

/** A field that holds bytes, of every case that has it. */
export function bytesOf(
  file: string,
  field = 'bytes',
  encoding: 'hex' | 'base64' = 'hex',
): readonly Uint8Array[] {
  return textsOf(file, field).map((text) => Buffer.from(text, encoding));
}

/** A field that holds text, of every case that has it. */
export function textsOf(file: string, field: string): readonly string[] {
  return casesOf(file).flatMap((one) => {
    const { [field]: value } = one;
    return typeof value === 'string' ? [value] : [];
  });
}

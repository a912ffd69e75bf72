/** Names of things by Node's own SHA-256, not the contract's functions. */

import { createHash } from 'node:crypto';
import { fromHex } from '@stele/base';
import { encode, principalFromText, principalToCbor } from '@stele/protocol';
import type { TwinClass, TwinPlace, TwinValue } from './model.ts';

export function classIdOf({
  organisation,
  name,
}: Pick<TwinClass, 'organisation' | 'name'>): string {
  return createHash('sha256')
    .update(`stele/class/v1\0${organisation}/${name}`)
    .digest('hex')
    .slice(0, 32);
}

export function slotIdOf(classOf: string, attributes: readonly TwinValue[]): string {
  return createHash('sha256')
    .update('stele/slot/v1\0')
    .update(fromHex(classOf))
    .update(encode(attributes.map(valueOf)))
    .digest('hex')
    .slice(0, 32);
}

function valueOf(written: TwinValue): number | string | Uint8Array {
  if (typeof written === 'number') return written;
  if (written.startsWith('acc_')) return fromHex(written.slice(4));
  return written.length === 64 ? fromHex(written) : written;
}

export function keyOf({ index, call }: TwinPlace, place: number): string {
  const hex = (value: number, bytes: number): string => value.toString(16).padStart(2 * bytes, '0');
  return hex(index, 8) + hex(call, 1) + hex(place, 1);
}

export function hashOf(algorithm: number, hex: string): string {
  const name = algorithm === 1 ? 'sha256' : 'sm3';
  return createHash(name).update(fromHex(hex)).digest('hex');
}

export function typeOf(written: TwinValue | undefined): readonly string[] {
  if (typeof written === 'number') return ['uint', 'time'];
  if (written === undefined) return [];
  if (written.startsWith('acc_')) return ['account'];
  return [written.length === 64 ? 'digest' : 'identifier'];
}

/** A party's 17 bytes. */
export function partyIdOf(text: string): string {
  if (text.startsWith('acc_')) return `00${text.slice(4)}`;
  const bytes = encode(principalToCbor(principalFromText(text)));
  return `01${createHash('sha256').update(bytes).digest('hex').slice(0, 32)}`;
}

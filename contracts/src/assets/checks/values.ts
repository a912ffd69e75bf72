/** Whether a value is of the type that an attribute or a field has. */

import type { Scalar } from '@stele/kernel/contract';

const ACCOUNT_BYTES = 16;
const DIGEST_BYTES = 32;

export function fits(type: string, value: Scalar | undefined): boolean {
  switch (type) {
    case 'uint':
    case 'time':
      return typeof value === 'number';
    case 'identifier':
      return typeof value === 'string';
    case 'account':
      return value instanceof Uint8Array && value.length === ACCOUNT_BYTES;
    case 'digest':
      return value instanceof Uint8Array && value.length === DIGEST_BYTES;
    default:
      return false;
  }
}

/** Classes by name. The id is a function of the name, so no node can swap one class for another (spec/assets.md, "Classes"). */

import { rejection, toHex } from '@stele/base';
import { classId } from '@stele/contracts';
import { isIdentifier, portableCrypto } from '@stele/protocol';
import type { ClassForm, ClassId } from './forms.ts';

export type ClassName = Pick<ClassForm, 'organisation' | 'name'>;

const SHA_256 = 1;

/** Of ids and guards, whatever the suite of the chain. */
export function sha256(bytes: Uint8Array): Uint8Array {
  return portableCrypto.hash(SHA_256, bytes);
}

/** 32 hexadecimal digits. */
export function classIdOf({ organisation, name }: ClassName): ClassId {
  return toHex(classId(sha256, organisation, name));
}

/** `acme/receivable`. */
export function classNameText({ organisation, name }: ClassName): string {
  return `${organisation}/${name}`;
}

/** Reads `acme/receivable`. Rejects with CLASS_NAME_MALFORMED. */
export function classNameFromText(text: string): ClassName {
  const [organisation = '', name = '', ...more] = text.split('/');
  if (isIdentifier(organisation) && isIdentifier(name) && more.length === 0) {
    return { organisation, name };
  }
  throw rejection('CLASS_NAME_MALFORMED', `"${text.slice(0, 80)}" is not the name of a class`, {
    action: 'A class is named organisation/name, such as acme/receivable.',
    data: { value: text.slice(0, 80) },
  });
}

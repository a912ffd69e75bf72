/** Classes on a command line: always by name, `acme/receivable`. Definitions are the proven ones, so a decimal point is where it belongs. */

import {
  amountFromText,
  type ClassForm,
  type ClassName,
  classIdOf,
  classNameFromText,
  classNameText,
} from '@stele/sdk';
import { isCoded } from '@stele/base';
import type { ClassSummary } from '@stele/protocol';

import { trouble } from '../trouble.ts';
import type { Session } from './session.ts';

/** CLASS_NAME_MALFORMED. */
export function classNameIn(value: string): ClassName {
  try {
    return classNameFromText(value);
  } catch (error) {
    if (isCoded(error)) throw trouble('CLASS_NAME_MALFORMED', { value }, error);
    throw error;
  }
}

/** As addresses have it: `acme~receivable`. CLASS_NAME_MALFORMED. */
export function classSegmentOf(value: string): string {
  const { organisation, name } = classNameIn(value);
  return `${organisation}~${name}`;
}

/** The definition of a class that a command line names. CLASS_NAME_MALFORMED, CLASS_UNKNOWN, CLASS_UNPROVEN. */
export async function definitionOf({ assets }: Session, value: string): Promise<ClassForm> {
  return await assets.definition(classNameIn(value));
}

/** `12.50` as the class counts. AMOUNT_MALFORMED. */
export function unitsIn(value: string, { scale }: Pick<ClassForm, 'scale'>): bigint {
  try {
    return amountFromText(value, scale);
  } catch (error) {
    if (!isCoded(error, 'AMOUNT_MALFORMED')) throw error;
    const digits = scale ?? 0;
    throw trouble('AMOUNT_MALFORMED', { value, digits }, error);
  }
}

export { classIdOf, classNameText };

/** The class of an output, by a name that gives the id the node says; the id itself where it does not. */
export function classLabel({ id, organisation, name }: ClassSummary): string {
  const named = { organisation, name };
  return classIdOf(named) === id ? classNameText(named) : id;
}

/** All templates of holds, by name. */

import { rejection } from '@stele/base';
import { escrow } from './escrow.ts';
import { hashLock } from './hash-lock.ts';
import { invoiceLock } from './invoice-lock.ts';
import { offer } from './offer.ts';
import { pledge } from './pledge.ts';
import { presentation } from './presentation.ts';
import type { Template } from './template.ts';
import { timedRelease } from './timed-release.ts';

export const TEMPLATES: readonly Template[] = [
  escrow,
  pledge,
  invoiceLock,
  hashLock,
  offer,
  timedRelease,
  presentation,
];

/** A template by its name. Rejects with TEMPLATE_UNKNOWN. */
export function templateOf(name: string): Template {
  const found = TEMPLATES.find((template) => template.name === name);
  if (found !== undefined) return found;
  throw rejection('TEMPLATE_UNKNOWN', `there is no template "${name}"`, {
    action: `there are ${TEMPLATES.map((template) => template.name).join(', ')}`,
  });
}

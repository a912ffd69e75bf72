/** What becomes of a damaged folder: who notices, or whether everything that is served is as before. Nothing else is let pass. */

import { isCoded } from '@stele/base';
import { checkFolder } from '@stele/node';

import { openFolder } from './opened.ts';
import { type Reading, readAll, refusals, servedOtherwise } from './reading.ts';
import type { Asked } from './sound.ts';

export interface Judged {
  /** Who noticed first; `same`: nothing that is served differs; `missed`: something does, and nobody said so. */
  readonly verdict: 'check' | 'open' | 'read' | 'same' | 'missed';
  readonly why: string;
  /** What the check names. */
  readonly named?: Named;
}

export interface Named {
  readonly file: string;
  readonly offset?: number;
}

export interface Sight {
  readonly asked: Asked;
  readonly nowMs: number;
  /** What the sound folder serves. */
  readonly sound: Reading;
  /** Whether what the check has named is opened, too. */
  readonly isOpenedAnyway: boolean;
}

export async function judged(folder: string, sight: Sight): Promise<Judged> {
  try {
    return await judgedBoth(folder, sight);
  } catch (error) {
    return { verdict: 'missed', why: `a fault of ours in the check: ${String(error)}` };
  }
}

async function judgedBoth(folder: string, sight: Sight): Promise<Judged> {
  const named = await namedByCheck(folder);
  if (named !== undefined && !(sight.isOpenedAnyway && answersAtOnce(named))) return byCheck(named);
  const opened = await judgedOpen(folder, sight);
  if (named === undefined || opened.verdict === 'missed') {
    return { ...opened, ...(named && { named }) };
  }
  return byCheck(named);
}

/**
 * Opened without a check, a node refuses whatever it reads that is damaged. Two things it cannot tell: rows of the state, which only a
 * derivation knows better, and a statement, of which it makes a new one when the old one is not validly signed.
 */
function answersAtOnce({ file }: Named): boolean {
  return !/^(?:state(?:\/.*)?|statement)$/.test(file);
}

function byCheck({ file, offset, what }: Named & { readonly what: string }): Judged {
  return { verdict: 'check', why: what, named: { file, ...(offset !== undefined && { offset }) } };
}

async function namedByCheck(
  folder: string,
): Promise<(Named & { readonly what: string }) | undefined> {
  try {
    const { damage, notes } = await checkFolder(folder, { verifierThreads: 0 });
    // The other slot is whole and counts; the damage is told beside it.
    const torn = notes.find((note) => note.startsWith('one of the two slots'));
    return damage ?? (torn === undefined ? undefined : { file: 'checkpoint', what: torn });
  } catch (error) {
    // Another format, as far as anybody can tell.
    if (isCoded(error) && error.code.startsWith('FORMAT_')) {
      return { file: 'FORMAT', what: error.message };
    }
    if (isCoded(error, 'DATA_FOLDER_EMPTY')) return { file: 'FORMAT', what: error.message };
    throw error;
  }
}

async function judgedOpen(folder: string, { asked, nowMs, sound }: Sight): Promise<Judged> {
  try {
    const opened = await openFolder(folder, { authorities: asked.authorities, nowMs });
    try {
      return compared(sound, await readAll(opened, asked));
    } finally {
      await opened.close();
    }
  } catch (error) {
    if (!isCoded(error)) {
      return { verdict: 'missed', why: `a fault of ours at open: ${String(error)}` };
    }
    return { verdict: 'open', why: `${error.code} ${error.message}` };
  }
}

function compared(sound: Reading, found: Reading): Judged {
  const [other] = servedOtherwise(sound, found);
  if (other !== undefined) return { verdict: 'missed', why: `served otherwise: ${other}` };
  const codes = refusals(sound, found);
  return codes.length === 0 ? { verdict: 'same', why: '' } : { verdict: 'read', why: codes.join() };
}

/** The words of a verdict: title and finding of every step, with what was compared in them, in the reader's language. */

import type { Step } from '@stele/protocol';

import type { Text, TextKey } from '../text/context.tsx';
import type { Language, TextParameters } from '../text/fill.ts';
import { shortened } from '../ui/shortened.ts';
import { localTime } from '../ui/TimeText.tsx';
import type { PageVerdict } from './judge.ts';
import { visibleText } from './visible-text.ts';

export interface Speaker {
  readonly text: Text;
  readonly language: Language;
}

/** The text of a key that is made of a code; undefined for a code that this version does not know. */
function known({ text }: Speaker, key: string, parameters?: TextParameters): string | undefined {
  const found = text(key as TextKey, parameters);
  return found === key ? undefined : found;
}

export function stepTitle(speaker: Speaker, name: string): string {
  return known(speaker, `proof.step.${name}`) ?? name;
}

/** What was compared, or why it failed or was not done. */
export function stepFinding(speaker: Speaker, step: Step, verdict: PageVerdict): string {
  const { code, name, detail } = step;
  if (code !== undefined) return known(speaker, `proof.finding.${code}`) ?? visibleText(detail);
  const key = `proof.pass.${name}${variantOf(name, verdict)}`;
  return known(speaker, key, particulars(speaker, verdict)) ?? visibleText(detail);
}

function variantOf(name: string, { record, trustedBy }: PageVerdict): string {
  if (name === 'trust' && trustedBy === 'server') return '-server';
  return name === 'file' && Object.keys(record?.digests ?? {}).length > 1 ? '-several' : '';
}

/** What a step is for; undefined for one that this version does not know. */
export function stepMeaning(speaker: Speaker, name: string): string | undefined {
  return known(speaker, `proof.means.${name}`);
}

export function factText(speaker: Speaker, fact: string): string {
  return known(speaker, `proof.fact.${fact}`) ?? fact;
}

/** Why a file or receipt could not be taken. */
export function troubleText(speaker: Speaker, code: string, parameters: TextParameters): string {
  return known(speaker, `proof.trouble.${code}`, parameters) ?? code;
}

/** `a, b and c`; names of strangers made visible. */
export function listed({ language }: Speaker, items: readonly string[]): string {
  const shown = items.map(visibleText);
  // Chinese writes 和 between Latin letters without any space: there the comma of lists reads better.
  return language === 'zh-CN' ? shown.join('、') : new Intl.ListFormat(language).format(shown);
}

/** A time that a receipt states; one that no calendar has stays as it is written. */
export function timeText({ language }: Speaker, at: string): string {
  const date = new Date(at);
  return Number.isNaN(date.getTime()) ? visibleText(at) : localTime(date, language, true);
}

function particulars(speaker: Speaker, verdict: PageVerdict): TextParameters {
  const { chain, record, assurance } = verdict;
  return {
    ...(chain && { fingerprint: shortened(chain.fingerprint), origin: visibleText(chain.origin) }),
    ...(record && recordParticulars(speaker, record)),
    ...(assurance && assuranceParticulars(speaker, assurance)),
  };
}

function recordParticulars(
  speaker: Speaker,
  record: NonNullable<PageVerdict['record']>,
): TextParameters {
  const { index, height, transaction, committedAt, id = '', owner = '', digests = {} } = record;
  return {
    index,
    height,
    // Whole they stand among the facts of the record.
    transaction: shortened(transaction),
    record: shortened(id),
    owner: shortened(owner),
    blockTime: timeText(speaker, committedAt),
    digests: listed(speaker, Object.keys(digests)),
  };
}

function assuranceParticulars(
  speaker: Speaker,
  assurance: NonNullable<PageVerdict['assurance']>,
): TextParameters {
  const { members, weight, threshold, cosignedAt } = assurance;
  return {
    weight,
    threshold,
    members: listed(speaker, members),
    // Cosignatures count in seconds: a fraction would say more than was signed.
    cosignedSecond: timeText(speaker, cosignedAt).replace('.000', ''),
  };
}

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** Bytes as people read them: three digits and a unit of a thousand. */
export function sizeText(bytes: number, language: Language): string {
  const power = Math.min(UNITS.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  const value = bytes / 1000 ** power;
  const written = value.toLocaleString(language, { maximumSignificantDigits: 3 });
  return `${power === 0 ? bytes.toLocaleString(language) : written} ${UNITS[power] ?? 'B'}`;
}

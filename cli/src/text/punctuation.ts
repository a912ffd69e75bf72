/** What joins words and sentences in each language. */

import type { Language } from './text.ts';

/** What comes between a sentence and what follows: a full-width mark brings its own space. */
export function gapAfter(sentence: string): string {
  return /[\u3001-\u303f\uff00-\uff60]$/.test(sentence) ? '' : ' ';
}

/** `a, b, and c`; `a、b 和 c`, spaced because what is listed here is mostly in Latin letters. */
export function listed(items: readonly string[], language: Language): string {
  const parts = new Intl.ListFormat(language, { type: 'conjunction' }).formatToParts(items);
  return parts
    .map(({ type, value }) => (type === 'literal' && value === '和' ? ' 和 ' : value))
    .join('');
}

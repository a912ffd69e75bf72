/** The sentences of what a ledger refuses about assets, under the keys of the catalogues. */

import { REFUSAL_WORDS, type RefusalCode } from '@stele/sdk/refusal-words';

export function refusalTexts(
  language: 'en' | 'zh-CN',
): Readonly<Record<`error.${RefusalCode}`, string>> {
  const texts = Object.entries(REFUSAL_WORDS).map(([code, words]) => [
    `error.${code}`,
    words[language],
  ]);
  return Object.fromEntries(texts) as Record<`error.${RefusalCode}`, string>;
}

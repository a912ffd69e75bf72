/** Sentences that come in both languages, from a library or the server: the one that the reader reads. */

import type { Language } from './fill.ts';

/** Their English is of no country. */
export function inLanguage(
  sentence: Readonly<Record<'en' | 'zh-CN', string>>,
  language: Language,
): string {
  return language === 'zh-CN' ? sentence['zh-CN'] : sentence.en;
}

/** What a ledger refuses about assets, in the reader's language; the server says it in English. */

import { refusalInWords } from '@stele/sdk/refusal-words';

import { useLanguage } from '../text/context.tsx';
import { inLanguage } from '../text/in-language.ts';

/** Undefined for a code that is not about assets. */
export function useRefusalWords(code: string, detail = ''): string | undefined {
  const language = useLanguage();
  const words = refusalInWords(code, detail);
  return words && inLanguage(words, language);
}

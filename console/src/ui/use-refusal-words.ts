/** What a ledger refuses about assets, in the reader's language; the server says it in English. */

import { refusalInWords } from '@stele/sdk/refusal-words';

import { useLanguage } from '../text/context.tsx';

/** Undefined for a code that is not about assets. */
export function useRefusalWords(code: string, detail = ''): string | undefined {
  const language = useLanguage();
  return refusalInWords(code, detail)?.[language === 'zh-CN' ? 'zh-CN' : 'en'];
}

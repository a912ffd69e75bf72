/** Text and language together, for the words of a verdict. */

import { useMemo } from 'react';

import { useLanguage, useText } from '../text/context.tsx';
import type { Speaker } from './words.ts';

export function useSpeaker(): Speaker {
  const text = useText();
  const language = useLanguage();
  return useMemo(() => ({ text, language }), [text, language]);
}

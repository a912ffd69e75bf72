/** Language and theme, of this browser. */

import type { ReactNode } from 'react';

import { useSetLanguage } from '../../../app/language.tsx';
import { THEMES, useTheme } from '../../../app/theme.tsx';
import { useLanguage, useText } from '../../../text/context.tsx';
import { LANGUAGES } from '../../../text/fill.ts';
import { Choice } from './Choice.tsx';

export function Appearance(): ReactNode {
  const text = useText();
  const language = useLanguage();
  const setLanguage = useSetLanguage();
  const { theme, setTheme } = useTheme();
  return (
    <>
      <Choice
        legend={text('app.language')}
        options={LANGUAGES.map((one) => [one, text(`app.language.${one}`), one] as const)}
        chosen={language}
        onChoose={setLanguage}
      />
      <Choice
        legend={text('app.theme')}
        options={THEMES.map((one) => [one, text(`app.theme.${one}`)] as const)}
        chosen={theme}
        onChoose={setTheme}
      />
    </>
  );
}

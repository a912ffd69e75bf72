/** Language and theme, in the header of every page. */

import type { ReactNode } from 'react';

import { useLanguage, useText } from '../text/context.tsx';
import { LANGUAGES } from '../text/fill.ts';
import { useSetLanguage } from './language.tsx';
import styles from './Preferences.module.css';
import { THEMES, useTheme } from './theme.tsx';

export function Preferences(): ReactNode {
  const text = useText();
  const language = useLanguage();
  const setLanguage = useSetLanguage();
  const { theme, setTheme } = useTheme();
  return (
    <div className={styles['preferences']}>
      <select
        aria-label={text('app.language')}
        value={language}
        onChange={({ target }) => {
          const chosen = LANGUAGES.find((one) => one === target.value);
          if (chosen !== undefined) setLanguage(chosen);
        }}
      >
        {LANGUAGES.map((one) => (
          <option key={one} value={one} lang={one}>
            {text(`app.language.${one}`)}
          </option>
        ))}
      </select>
      <select
        aria-label={text('app.theme')}
        value={theme}
        onChange={({ target }) => {
          const chosen = THEMES.find((one) => one === target.value);
          if (chosen !== undefined) setTheme(chosen);
        }}
      >
        {THEMES.map((one) => (
          <option key={one} value={one}>
            {text(`app.theme.${one}`)}
          </option>
        ))}
      </select>
    </div>
  );
}

/** Language and theme, in the header of every page. */

import type { ReactNode } from 'react';

import { type TextKey, useLanguage, useText } from '../text/context.tsx';
import { LANGUAGES, type Language } from '../text/fill.ts';
import { useSetLanguage } from './language.tsx';
import styles from './Preferences.module.css';
import { type Theme, THEMES, useTheme } from './theme.tsx';

const LANGUAGE_NAMES: Readonly<Record<Language, TextKey>> = {
  'zh-CN': 'app.languageZhCn',
  'en-US': 'app.languageEnUs',
};

const THEME_NAMES: Readonly<Record<Theme, TextKey>> = {
  system: 'app.themeSystem',
  light: 'app.themeLight',
  dark: 'app.themeDark',
};

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
            {text(LANGUAGE_NAMES[one])}
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
            {text(THEME_NAMES[one])}
          </option>
        ))}
      </select>
    </div>
  );
}

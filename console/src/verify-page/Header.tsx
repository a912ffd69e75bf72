/** The seal, the name, language and theme. */

import type { ReactNode } from 'react';

import { useText } from '../text/context.tsx';
import { LANGUAGES, type Language } from '../text/fill.ts';
import { THEMES, useTheme } from './use-theme.ts';
import styles from './Header.module.css';

export interface HeaderProps {
  readonly language: Language;
  readonly onLanguage: (language: Language) => void;
}

export function Header({ language, onLanguage }: HeaderProps): ReactNode {
  const text = useText();
  const [theme, setTheme] = useTheme();
  return (
    <header className={styles['header']}>
      <p className={styles['name']}>
        <Seal />
        {text('verifyPage.mark')}
      </p>
      <div className={styles['choices']}>
        {isServed() && <a href="/">{text('verifyPage.back')}</a>}
        <select
          aria-label={text('verifyPage.language')}
          value={language}
          onChange={({ currentTarget }) => {
            onLanguage(LANGUAGES.find((one) => one === currentTarget.value) ?? language);
          }}
        >
          {LANGUAGES.map((one) => (
            <option key={one} value={one} lang={one}>
              {text(`verifyPage.language.${one}`)}
            </option>
          ))}
        </select>
        <select
          aria-label={text('verifyPage.theme')}
          value={theme}
          onChange={({ currentTarget }) => {
            setTheme(THEMES.find((one) => one === currentTarget.value) ?? theme);
          }}
        >
          {THEMES.map((one) => (
            <option key={one} value={one}>
              {text(`verifyPage.theme.${one}`)}
            </option>
          ))}
        </select>
      </div>
    </header>
  );
}

/** From a disk there is nothing to go back to. */
function isServed(): boolean {
  return location.protocol.startsWith('http');
}

/** The one cinnabar mark of the page. */
function Seal(): ReactNode {
  return (
    <svg viewBox="0 0 32 32" width="28" height="28" aria-hidden="true">
      <rect x="2" y="2" width="28" height="28" rx="5" className={styles['seal']} />
      <path
        d="M10 24V10.5C10 8 12 7 16 7s6 1 6 3.500V24M7.500 25h17M13 12.500h6M13 16.500h6M13 20.500h6"
        className={styles['stele']}
      />
    </svg>
  );
}

/** Language and theme, of this browser. */

import type { ReactNode } from 'react';

import { useSetLanguage } from '../../../app/language.tsx';
import { THEMES, useTheme } from '../../../app/theme.tsx';
import { type TextKey, useLanguage, useText } from '../../../text/context.tsx';
import { LANGUAGES } from '../../../text/fill.ts';
import styles from '../Settings.module.css';

const LANGUAGE_NAMES = { 'zh-CN': 'app.languageZhCn', 'en-US': 'app.languageEnUs' } as const;
const THEME_NAMES = {
  system: 'app.themeSystem',
  light: 'app.themeLight',
  dark: 'app.themeDark',
} as const;

export function Appearance(): ReactNode {
  const language = useLanguage();
  const setLanguage = useSetLanguage();
  const { theme, setTheme } = useTheme();
  return (
    <>
      <Choice
        name="app.language"
        options={LANGUAGES.map((one) => [one, LANGUAGE_NAMES[one], one] as const)}
        chosen={language}
        onChoose={setLanguage}
      />
      <Choice
        name="app.theme"
        options={THEMES.map((one) => [one, THEME_NAMES[one]] as const)}
        chosen={theme}
        onChoose={setTheme}
      />
    </>
  );
}

interface ChoiceProps<Value> {
  readonly name: TextKey;
  /** Each with the language its name is in, where that is not the reader's. */
  readonly options: readonly (readonly [value: Value, name: TextKey, language?: string])[];
  readonly chosen: Value;
  readonly onChoose: (value: Value) => void;
}

export function Choice<Value extends string>(props: ChoiceProps<Value>): ReactNode {
  const { name, options, chosen, onChoose } = props;
  const text = useText();
  return (
    <fieldset className={styles['choice']}>
      <legend>{text(name)}</legend>
      {options.map(([value, option, language]) => (
        <label key={value}>
          <input
            type="radio"
            name={name}
            value={value}
            checked={value === chosen}
            onChange={() => onChoose(value)}
          />
          <span lang={language}>{text(option)}</span>
        </label>
      ))}
    </fieldset>
  );
}

/**
 * Sentences by key and language. A catalogue maps keys to text with `{name}` for a value and `{count:file|files}` for a number
 * with its noun; values from outside (file names, server messages) are made printable here, in one place.
 */

import { printable } from '../terminal/printable.ts';
import { enUs } from './en-us.ts';
import { zhCn } from './zh-cn.ts';

export type Language = 'en-US' | 'zh-CN';
export type TextKey = keyof typeof enUs;
export type TextParameters = Readonly<Record<string, string | number | undefined>>;
export type Text = (key: TextKey, parameters?: TextParameters) => string;

type Catalogue = Readonly<Record<TextKey, string>>;

const catalogues: Readonly<Record<Language, Catalogue>> = {
  'en-US': enUs,
  'zh-CN': zhCn,
};

/** The reader's language as POSIX says: the first of LC_ALL, LC_MESSAGES and LANG that is set decides. */
export function languageOf(env: Readonly<Record<string, string | undefined>>): Language {
  const locale = [env['LC_ALL'], env['LC_MESSAGES'], env['LANG']].find((value) => value);
  return /^zh(?:[_.@-]|$)/i.test(locale ?? '') ? 'zh-CN' : 'en-US';
}

export function textIn(language: Language): Text {
  const catalogue = catalogues[language];
  return (key, parameters = {}) => fill(catalogue, catalogue[key], parameters);
}

export function hasText(key: string): key is TextKey {
  return Object.hasOwn(enUs, key);
}

function fill(catalogue: Catalogue, pattern: string, parameters: TextParameters): string {
  return pattern.replaceAll(
    /\{(\w+)(?::([^|}]*)\|([^}]*))?\}/g,
    (_, name: string, singular?: string, plural?: string) => {
      const value = parameters[name] ?? '';
      if (singular === undefined) return printable(wordFor(name, value, catalogue));
      return `${String(value)} ${value === 1 ? singular : String(plural)}`;
    },
  );
}

/** A reason may be a code of the operating system that the catalogue has words for. */
function wordFor(name: string, value: string | number, catalogue: Catalogue): string {
  const key = `reason.${String(value)}`;
  return name === 'reason' && hasText(key) ? catalogue[key] : String(value);
}

/**
 * Sentences with places for values: `{name}`, and `{count:file|files}` for a number with its noun, whose right form the language
 * picks. Values are text: whoever shows the result shows it as text too.
 */

export type Language = 'zh-CN' | 'en-US';

export const LANGUAGES: readonly Language[] = ['zh-CN', 'en-US'];

export type TextParameters = Readonly<Record<string, string | number>>;

/** `pattern` with its values in place; a number is written as the language writes it. */
export function fill(language: Language, pattern: string, parameters: TextParameters): string {
  return pattern.replaceAll(
    /\{(\w+)(?::([^|}]*)\|([^}]*))?\}/g,
    (_, name: string, singular?: string, plural?: string) => {
      const value = parameters[name] ?? '';
      const written = typeof value === 'number' ? value.toLocaleString(language) : value;
      if (singular === undefined || plural === undefined) return written;
      return `${written} ${value === 1 ? singular : plural}`;
    },
  );
}

/** The first of the reader's languages that there are texts in: Chinese of any kind, else English. */
export function languageAmong(preferred: readonly string[]): Language {
  const first = preferred.find((tag) => /^(zh|en)\b/i.test(tag));
  return first !== undefined && /^zh/i.test(first) ? 'zh-CN' : 'en-US';
}

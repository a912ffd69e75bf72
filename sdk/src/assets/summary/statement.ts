/** Sentences in both languages of the product, with values put in, and what hangs below them. */

export interface Sentence {
  readonly en: string;
  readonly 'zh-CN': string;
}

/** A sentence with its particulars, such as a hold with its exits. */
export interface Statement {
  readonly text: Sentence;
  readonly details: readonly Statement[];
}

type Value = string | Sentence;

/** `{name}` stands for a value; one that is a sentence itself is put in in its language. */
export function fill(template: Sentence, values: Readonly<Record<string, Value>> = {}): Sentence {
  // A full-width mark brings its own space.
  const closed = (text: string): string => text.replaceAll(/([（），。：；、]) /g, '$1');
  return { en: fillIn('en'), 'zh-CN': closed(fillIn('zh-CN')) };

  function fillIn(language: keyof Sentence): string {
    return template[language].replaceAll(/\{(\w+)\}/g, (_, name: string) => {
      const value = values[name] ?? '';
      return typeof value === 'string' ? value : value[language];
    });
  }
}

/** `a, b`; `a、b`. */
export function listed(items: readonly Value[]): Sentence {
  const of = (language: keyof Sentence): string[] =>
    items.map((item) => (typeof item === 'string' ? item : item[language]));
  return { en: of('en').join(', '), 'zh-CN': of('zh-CN').join('、') };
}

/** The parts one after another; each brings the space that it needs. */
export function joinedClosely(parts: readonly Sentence[]): Sentence {
  return {
    en: parts.map(({ en }) => en).join(''),
    'zh-CN': parts.map((part) => part['zh-CN']).join(''),
  };
}

export function statement(text: Sentence, details: readonly Statement[] = []): Statement {
  return { text, details };
}

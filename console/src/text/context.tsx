/** The reader's language and its texts, for every component below the provider. */

import { createContext, type ReactNode, useCallback, useContext, useMemo } from 'react';

import type { enUs } from './en-us.ts';
import { fill, type Language, type TextParameters } from './fill.ts';

export type TextKey = keyof typeof enUs;

/** A page that stands alone brings only the texts that it shows. */
export type Catalogue = Readonly<Partial<Record<TextKey, string>>>;

export type Text = (key: TextKey, parameters?: TextParameters) => string;

interface Texts {
  readonly language: Language;
  readonly catalogue: Catalogue;
}

const TextContext = createContext<Texts>({ language: 'en-US', catalogue: {} });

export interface TextProviderProps extends Texts {
  readonly children: ReactNode;
}

export function TextProvider({ language, catalogue, children }: TextProviderProps): ReactNode {
  const texts = useMemo(() => ({ language, catalogue }), [language, catalogue]);
  return <TextContext value={texts}>{children}</TextContext>;
}

/** The sentence of a key in the reader's language. */
export function useText(): Text {
  const { language, catalogue } = useContext(TextContext);
  return useCallback(
    (key, parameters = {}) => fill(language, catalogue[key] ?? key, parameters),
    [language, catalogue],
  );
}

export function useLanguage(): Language {
  return useContext(TextContext).language;
}

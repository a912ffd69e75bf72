/** The reader's language: the browser's, unless another was chosen here. Only its own catalogue is loaded. */

import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';

import { type Catalogue, TextProvider } from '../text/context.tsx';
import { languageAmong, LANGUAGES, type Language } from '../text/fill.ts';
import { browserStorage } from '../ui/browser-storage.ts';

const STORAGE_KEY = 'stele.language';

interface LanguageChoice {
  readonly setLanguage: (language: Language) => void;
}

const ChoiceContext = createContext<LanguageChoice>({ setLanguage: () => undefined });

export interface LoadedLanguage {
  readonly language: Language;
  readonly catalogue: Catalogue;
}

export function keptLanguage(): Language {
  const kept = browserStorage().getItem(STORAGE_KEY);
  return LANGUAGES.find((language) => language === kept) ?? languageAmong(navigator.languages);
}

export async function loadLanguage(language: Language): Promise<LoadedLanguage> {
  const catalogue =
    language === 'zh-CN'
      ? (await import('../text/zh-cn.ts')).zhCn
      : (await import('../text/en-us.ts')).enUs;
  return { language, catalogue };
}

export interface LanguageProviderProps {
  readonly first: LoadedLanguage;
  readonly children: ReactNode;
}

export function LanguageProvider({ first, children }: LanguageProviderProps): ReactNode {
  const [loaded, setLoaded] = useState(first);
  useEffect(() => {
    document.documentElement.lang = loaded.language;
  }, [loaded.language]);
  const choice = useMemo(
    () => ({
      setLanguage: (language: Language) => {
        browserStorage().setItem(STORAGE_KEY, language);
        void loadLanguage(language).then(setLoaded);
      },
    }),
    [],
  );
  return (
    <ChoiceContext value={choice}>
      <TextProvider {...loaded}>{children}</TextProvider>
    </ChoiceContext>
  );
}

export function useSetLanguage(): LanguageChoice['setLanguage'] {
  return useContext(ChoiceContext).setLanguage;
}

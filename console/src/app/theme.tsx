/** Light, dark, or as the system has it; kept in this browser. */

import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useLayoutEffect,
  useMemo,
  useState,
} from 'react';

import { browserStorage } from '../ui/browser-storage.ts';

export type Theme = 'system' | 'light' | 'dark';
export type ShownTheme = 'light' | 'dark';

export const THEMES: readonly Theme[] = ['system', 'light', 'dark'];

interface ThemeState {
  readonly theme: Theme;
  readonly shown: ShownTheme;
  readonly setTheme: (theme: Theme) => void;
}

const STORAGE_KEY = 'stele.theme';
const darkSystem = matchMedia('(prefers-color-scheme: dark)');

const ThemeContext = createContext<ThemeState>({
  theme: 'system',
  shown: 'light',
  setTheme: () => undefined,
});

export function ThemeProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const [theme, setTheme] = useState(keptTheme);
  const isDarkSystem = useDarkSystem();
  const shown = shownOf(theme, isDarkSystem);
  // Before the effects of what is below, which may read the page's colours.
  useLayoutEffect(() => {
    document.documentElement.dataset['theme'] = shown;
  }, [shown]);
  const state = useMemo(
    () => ({
      theme,
      shown,
      setTheme: (next: Theme) => {
        browserStorage().setItem(STORAGE_KEY, next);
        setTheme(next);
      },
    }),
    [theme, shown],
  );
  return <ThemeContext value={state}>{children}</ThemeContext>;
}

export function useTheme(): ThemeState {
  return useContext(ThemeContext);
}

export function useShownTheme(): ShownTheme {
  return useContext(ThemeContext).shown;
}

/** Before anything is drawn, so that a dark page does not flash. */
export function applyKeptTheme(): void {
  document.documentElement.dataset['theme'] = shownOf(keptTheme(), darkSystem.matches);
}

function keptTheme(): Theme {
  const kept = browserStorage().getItem(STORAGE_KEY);
  return THEMES.find((theme) => theme === kept) ?? 'system';
}

function shownOf(theme: Theme, isDarkSystem: boolean): ShownTheme {
  if (theme === 'system') return isDarkSystem ? 'dark' : 'light';
  return theme;
}

function useDarkSystem(): boolean {
  const [isDark, setDark] = useState(darkSystem.matches);
  useEffect(() => {
    const follow = (): void => setDark(darkSystem.matches);
    darkSystem.addEventListener('change', follow);
    return () => darkSystem.removeEventListener('change', follow);
  }, []);
  return isDark;
}

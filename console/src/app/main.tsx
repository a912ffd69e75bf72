/** Where the console begins: language and theme as this browser has them, then the frame with its pages. */

import '@fontsource/jetbrains-mono/latin-400.css';
import '../style/tokens.css';
import '../style/base.css';

import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';

import { newQueryClient } from '../api/queries.ts';
import { followSignOuts } from '../api/session.ts';
import { keptLanguage, LanguageProvider, loadLanguage } from './language.tsx';
import { followNewVersions } from './new-version.ts';
import { Shell } from './Shell.tsx';
import { refuseStrayFiles } from './stray-files.ts';
import { applyKeptTheme, ThemeProvider } from './theme.tsx';

applyKeptTheme();
refuseStrayFiles();
followNewVersions();
const client = newQueryClient();
followSignOuts(client);
const first = await loadLanguage(keptLanguage());
const root = document.getElementById('root');
if (root !== null) {
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={client}>
        <LanguageProvider first={first}>
          <ThemeProvider>
            <Shell />
          </ThemeProvider>
        </LanguageProvider>
      </QueryClientProvider>
    </StrictMode>,
  );
}

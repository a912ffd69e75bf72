// How the console is built: one folder of files with hashes in their names, and a nonce for styles that
// the server fills in (console/serve). The page that verifies offline has a build of its own.

import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

import { NONCE_PLACEHOLDER } from './serve/page.ts';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  html: { cspNonce: NONCE_PLACEHOLDER },
  build: {
    outDir: 'dist',
    // /assets is a page.
    assetsDir: 'built',
    target: 'es2023',
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    chunkSizeWarningLimit: 2_000,
    modulePreload: { polyfill: false },
  },
  worker: { format: 'es' },
});

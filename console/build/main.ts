/** Builds all pages: the console, then the page that stands alone. `main.ts [FOLDER]`, else into console/dist. */

import { writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

import { build } from 'vite';

import { compressFiles } from './compress.ts';
import { buildVerifyPage } from './verify-page.ts';

const consoleFolder = dirname(import.meta.dirname);
const outDir = resolve(process.argv[2] ?? join(consoleFolder, 'dist'));

await build({
  configFile: join(consoleFolder, 'vite.config.ts'),
  build: { outDir, emptyOutDir: true },
  logLevel: 'error',
});
writeFileSync(join(outDir, 'verify.html'), await buildVerifyPage());
compressFiles(outDir);

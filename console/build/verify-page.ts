/**
 * Builds verify.html: one file with script, worker, style and policy inside, the same bytes from the same sources wherever it is
 * built. Preact stands in for React there, because the page has to stay small enough to go along with every receipt.
 */

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

import { assert } from '@stele/base';
import { build, type InlineConfig, type Rolldown } from 'vite';

const consoleFolder = dirname(import.meta.dirname);
const sources = join(consoleFolder, 'src');

/** The page as it is served and handed out. */
export async function buildVerifyPage(): Promise<string> {
  return await inProduction(async () => {
    const worker = await bundled(join(sources, 'proof/hash/hash-worker.ts'), {});
    const page = await bundled(join(sources, 'verify-page/main.tsx'), {
      define: { HASH_WORKER_SCRIPT: JSON.stringify(worker.script) },
    });
    return assembled(page);
  });
}

/** Whoever builds it, and from wherever: the builder takes its mode from the environment, and would leave it changed there. */
async function inProduction<T>(work: () => Promise<T>): Promise<T> {
  const { NODE_ENV: before } = process.env;
  process.env['NODE_ENV'] = 'production';
  try {
    return await work();
  } finally {
    if (before === undefined) delete process.env['NODE_ENV'];
    else process.env['NODE_ENV'] = before;
  }
}

interface Bundle {
  readonly script: string;
  readonly style: string;
}

async function bundled(entry: string, more: InlineConfig): Promise<Bundle> {
  const built = await build({ ...configFor(entry), ...more });
  const { output } = (Array.isArray(built) ? built[0] : built) as Rolldown.RolldownOutput;
  const chunks = output.filter((file) => file.type === 'chunk');
  const styles = output.filter((file) => file.type === 'asset' && file.fileName.endsWith('.css'));
  assert(chunks.length === 1 && styles.length <= 1, 'a page that stands alone is one script');
  const style = styles[0]?.type === 'asset' ? String(styles[0].source) : '';
  return { script: chunks[0]?.code ?? '', style };
}

function configFor(entry: string): InlineConfig {
  return {
    configFile: false,
    root: consoleFolder,
    logLevel: 'error',
    mode: 'production',
    publicDir: false,
    resolve: {
      alias: [
        { find: /^react(-dom)?$/, replacement: 'preact/compat' },
        { find: /^react-dom\/client$/, replacement: 'preact/compat/client' },
        { find: /^react\/jsx-runtime$/, replacement: 'preact/jsx-runtime' },
        {
          find: /^.*\/start-worker\.ts$/,
          replacement: join(sources, 'verify-page/start-worker.ts'),
        },
      ],
    },
    css: { modules: { generateScopedName: scopedName } },
    build: {
      write: false,
      target: 'es2023',
      cssCodeSplit: false,
      modulePreload: false,
      reportCompressedSize: false,
      rolldownOptions: { input: entry, output: { format: 'iife', codeSplitting: false } },
    },
  };
}

/** Files of one name would share their classes; there is none, and no path of this machine gets into the page. */
function scopedName(name: string, file: string): string {
  return `${basename(file).replace(/\.module\.css.*$/, '')}-${name}`;
}

/** With the policy that lets this script and this style run, and forbids everything else: all network above all. */
function assembled({ script, style }: Bundle): string {
  // In a script element this ends the script, wherever it stands in it.
  const inert = script
    .replaceAll('</script', String.raw`<\/script`)
    .replaceAll('<!--', String.raw`<\!--`);
  const policy = [
    "default-src 'none'",
    // The worker hashes in WebAssembly.
    `script-src ${hashOf(inert)} 'wasm-unsafe-eval'`,
    `style-src ${hashOf(style)}`,
    'worker-src blob:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const template = readFileSync(join(consoleFolder, 'verify.html'), 'utf8');
  return template
    .replace(
      '<!-- policy -->',
      () => `<meta http-equiv="Content-Security-Policy" content="${policy}" />`,
    )
    .replace('<!-- style -->', () => `<style>${style}</style>`)
    .replace('<!-- script -->', () => `<script>${inert}</script>`);
}

function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

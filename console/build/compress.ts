/** Writes each file of a build a second and third time, compressed: once for all servers that will serve it. */

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

/** Kinds that get smaller; fonts and pictures are compressed already. The console's page changes with every answer. */
const COMPRESSIBLE = /\.(css|js|svg|wasm)$|verify\.html$/;
/** Slower levels save some three per cent more. */
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } };

/** Beside `a.js`, `a.js.br` and `a.js.gz`. */
export function compressFiles(folder: string): void {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !COMPRESSIBLE.test(entry.name)) continue;
    const path = join(entry.parentPath, entry.name);
    const bytes = readFileSync(path);
    writeFileSync(`${path}.br`, brotliCompressSync(bytes, BROTLI));
    writeFileSync(`${path}.gz`, gzipSync(bytes));
  }
}

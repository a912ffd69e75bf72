/** The built files, read once: a few megabytes, each with its compressed forms, so that serving them asks nothing of the disk. */

import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

export interface BuiltFile {
  readonly type: string;
  readonly bytes: Buffer;
  /** Absent where the build made none. */
  readonly brotli?: Buffer | undefined;
  readonly gzip?: Buffer | undefined;
}

const TYPES: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
  wasm: 'application/wasm',
  woff: 'font/woff',
  woff2: 'font/woff2',
};

/** By path below the folder, with slashes. */
export function readBuiltFiles(folder: string): ReadonlyMap<string, BuiltFile> {
  const bytes = new Map<string, Buffer>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    bytes.set(relative(folder, path).replaceAll(sep, '/'), readFileSync(path));
  }
  const files = new Map<string, BuiltFile>();
  for (const [path, own] of bytes) {
    const type = TYPES[path.slice(path.lastIndexOf('.') + 1)];
    if (type === undefined) continue;
    const [brotli, gzip] = [bytes.get(`${path}.br`), bytes.get(`${path}.gz`)];
    files.set(path, { type, bytes: own, brotli, gzip });
  }
  return files;
}

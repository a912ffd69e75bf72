// The files that belong to the project: what git tracks or would track. Working files, caches and
// installed packages are therefore never looked at by any check.

import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

export const cloneFolder = dirname(import.meta.dirname);

/** Paths relative to the clone, with forward slashes, sorted. */
export function listSources(): string[] {
  // A clone may belong to another user than the one who tests it (containers); reading its index is safe.
  const argumentsOfGit = ['-c', 'safe.directory=*', 'ls-files', '-z'];
  const output = execFileSync(
    'git',
    [...argumentsOfGit, '--cached', '--others', '--exclude-standard'],
    { cwd: cloneFolder, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
  );
  const paths = output.split('\0').filter((path) => path !== '');
  // A tracked file that was deleted is still in the index until the next commit.
  return [...new Set(paths)].filter((path) => existsSync(join(cloneFolder, path))).sort();
}

/** Code that only tests run: it may use Node, whatever the package around it may do. */
export function isTestCode(path: string): boolean {
  return /\.test\.ts$|(^|\/)(test|conformance)\/|^e2e\//.test(path);
}

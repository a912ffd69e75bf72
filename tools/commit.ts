// The commit that is tested: deep tests choose their samples by it, so that each commit tries others, and the same ones every time.

import { execFileSync } from 'node:child_process';

import { cloneFolder } from './sources.ts';

/** A tree without history has one sample. */
export function commitHere(): string {
  try {
    return execFileSync('git', ['rev-parse', 'HEAD'], {
      cwd: cloneFolder,
      encoding: 'utf8',
    }).trim();
  } catch {
    return 'no commit';
  }
}

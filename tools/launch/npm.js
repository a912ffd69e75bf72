// Runs `npm ci` and explains its failures. npm's own output is kept back: on success it says nothing
// an operator needs, on failure its last lines are shown with what usually helps.

import { spawn } from 'node:child_process';

import { endBySignal } from './hand-over.js';

const reminderEveryMs = 30_000;
const shownLinesMax = 10;
const keptCharactersMax = 65_536;

const npmArguments = [
  'ci',
  // The same install everywhere, whatever the user's npm configuration leaves out or runs.
  '--include=dev',
  '--include=optional',
  '--ignore-scripts',
  '--no-audit',
  '--no-fund',
  '--loglevel=error',
];

/** What npm's error code means for the person at the keyboard. */
const remedies = [
  {
    pattern: /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ERR_SOCKET|network/,
    remedy:
      'The package registry does not answer. Check the connection with `npm ping`; behind a proxy set HTTPS_PROXY, for a mirror `npm config set registry <address>`.',
  },
  {
    pattern: /EUSAGE|in sync/,
    remedy:
      'package.json and package-lock.json disagree. Run `npm install` and commit both, or restore them with `git checkout -- package.json package-lock.json`.',
  },
  { pattern: /ENOSPC/, remedy: 'The disk is full. About 400 MB are needed.' },
  {
    pattern: /EACCES|EPERM|EROFS/,
    remedy: 'This user may not write here. Check who owns the clone and the npm cache.',
  },
  {
    pattern: /E404|ETARGET|ENOVERSIONS/,
    remedy: 'The registry lacks a package in the locked version. A mirror may be behind.',
  },
  {
    pattern: /EINTEGRITY/,
    remedy: 'A downloaded package is not the one we locked. Try `npm cache verify`, then again.',
  },
];

/**
 * @param {string} cloneFolder
 * @param {(line: string) => void} say
 * @returns {Promise<boolean>} whether it succeeded
 */
export async function npmInstall(cloneFolder, say) {
  say('installing the libraries of this clone (some 100 MB to download, once; a minute or two) …');
  const startedMs = Date.now();
  const seconds = () => Math.round((Date.now() - startedMs) / 1000);
  const reminder = setInterval(
    () => say(`still installing after ${seconds()} s …`),
    reminderEveryMs,
  );
  const { succeeded, output, stoppedBy } = await runNpm(cloneFolder);
  clearInterval(reminder);
  if (stoppedBy !== undefined) {
    say('the install was stopped; the next command starts it again.');
    // Not at once: our callers first let go of their lock.
    setImmediate(() => endBySignal(stoppedBy));
  } else {
    say(succeeded ? `installed in ${seconds()} s.` : explain(output));
  }
  return succeeded;
}

/** @typedef {{ succeeded: boolean, output: string, stoppedBy?: NodeJS.Signals | undefined }} NpmResult */

/**
 * @param {string} cloneFolder
 * @returns {Promise<NpmResult>}
 */
function runNpm(cloneFolder) {
  const { command, prefix } = npmCommand();
  const child = spawn(command, [...prefix, ...npmArguments], {
    cwd: cloneFolder,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const keep = (/** @type {string} */ chunk) => {
    if (output.length < keptCharactersMax) output += chunk;
  };
  child.stdout.setEncoding('utf8').on('data', keep);
  child.stderr.setEncoding('utf8').on('data', keep);
  const stop = stopWhenWeAreStopped(child);
  return new Promise((resolve) => {
    child.on('error', (error) => resolve({ succeeded: false, output: `npm: ${error.message}` }));
    child.on('close', (code) => {
      stop.unwatch();
      resolve({ succeeded: code === 0, output, stoppedBy: stop.signal() });
    });
  });
}

/**
 * The npm that started us, by the same Node; else the one on the path.
 * @returns {{ command: string, prefix: string[] }}
 */
function npmCommand() {
  const script = process.env['npm_execpath'];
  if (script !== undefined && /npm-cli\.[cm]?js$/.test(script)) {
    return { command: process.execPath, prefix: [script] };
  }
  return { command: 'npm', prefix: [] };
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @returns {{ signal: () => NodeJS.Signals | undefined, unwatch: () => void }}
 */
function stopWhenWeAreStopped(child) {
  const signals = /** @type {const} */ (['SIGTERM', 'SIGINT', 'SIGHUP']);
  /** @type {NodeJS.Signals | undefined} */
  let received;
  const watcher = (/** @type {NodeJS.Signals} */ signal) => {
    received = signal;
    child.kill('SIGTERM');
  };
  for (const signal of signals) process.on(signal, watcher);
  return {
    signal: () => received,
    unwatch: () => signals.forEach((signal) => process.removeListener(signal, watcher)),
  };
}

/**
 * @param {string} output
 * @returns {string}
 */
export function explain(output) {
  // The cause stands first; below it npm prints stacks and its manual.
  const isNoise =
    /^npm (warn|notice)|^(npm error)?\s*$|^npm error\s+at |A complete log of this run/;
  const lines = output.split('\n').filter((line) => !isNoise.test(line));
  const remedy = remedies.find(({ pattern }) => pattern.test(output))?.remedy;
  return [
    'the install failed. npm said:',
    ...lines.slice(0, shownLinesMax).map((line) => `  ${line}`),
    ...(remedy === undefined ? [] : [remedy]),
    'Run the same command again once this is mended.',
  ].join('\n');
}

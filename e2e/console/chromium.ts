/**
 * Chromium on this machine: the one that CHROMIUM_PATH names, else the system's, else Debian's package, installed once by a test run
 * that may. What is done without it is decided by whoever asks.
 */

import { execFile } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { type Browser, chromium } from 'playwright-core';
import { withLock } from '../../tools/launch/lock.js';
import { cloneFolder } from '../../tools/sources.ts';

const runProgram = promisify(execFile);

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const INSTALL_TIMEOUT_MS = 300_000;

/** A test speaks to its own server only: nothing is fetched for the browser's own sake. A sandbox is not to be had by root. */
const LAUNCH_ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export type Chromium =
  | { readonly kind: 'ready'; readonly path: string }
  | { readonly kind: 'unavailable'; readonly reason: string };

/** Looks for it, and installs it where that is allowed; several processes may ask at once. */
export async function prepareChromium(): Promise<Chromium> {
  const { CHROMIUM_PATH: named } = process.env;
  if (named !== undefined && named !== '') {
    if (isProgram(named)) return { kind: 'ready', path: named };
    return { kind: 'unavailable', reason: `CHROMIUM_PATH names no program: ${named}` };
  }
  const found = pathOnSystem();
  if (found !== undefined) return { kind: 'ready', path: found };
  if (process.getuid?.() !== 0 || programOnPath('apt-get') === undefined) {
    return { kind: 'unavailable', reason: 'Chromium is not installed; CHROMIUM_PATH may name one' };
  }
  const lock = join(cloneFolder, '.cache', 'chromium.lock');
  return await withLock(lock, { work: install });
}

/** A browser of its own process. */
export async function launchChromium(path: string): Promise<Browser> {
  return await chromium.launch({ executablePath: path, args: LAUNCH_ARGUMENTS });
}

async function install(): Promise<Chromium> {
  const already = pathOnSystem();
  if (already !== undefined) return { kind: 'ready', path: already };
  const options = {
    timeout: INSTALL_TIMEOUT_MS,
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  };
  try {
    await runProgram('apt-get', ['update', '-qq'], options);
    await runProgram('apt-get', ['install', '-y', '-qq', 'chromium'], options);
  } catch (error) {
    const reason = error instanceof Error ? error.message.slice(-300) : String(error);
    return { kind: 'unavailable', reason: `Chromium could not be installed: ${reason}` };
  }
  const path = pathOnSystem();
  if (path === undefined) return { kind: 'unavailable', reason: 'the package has no Chromium' };
  return { kind: 'ready', path };
}

function pathOnSystem(): string | undefined {
  return NAMES.map(programOnPath).find((path) => path !== undefined);
}

function programOnPath(name: string): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/bin'];
  return folders.map((folder) => join(folder, name)).find(isProgram);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

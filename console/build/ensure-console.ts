/**
 * Builds the pages when what they are made of has changed since: a build lies in a folder named by the digest of all its sources, and
 * appears there whole. So several servers may start at once, and one that runs is not touched by the build of another version. In a
 * package that was published built there are no sources, and its `dist` is served.
 */

import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';

import { failure } from '@stele/base';

export interface ConsoleBuild {
  /** Where the built files are. */
  readonly folder: string;
  /** Whether it had to be built just now. */
  readonly isNew: boolean;
}

const consoleFolder = dirname(import.meta.dirname);
const cloneFolder = dirname(consoleFolder);

/** Where the sources of the pages are: their own, and those of ours that they import. */
const SOURCES = [
  'console/src',
  'console/build',
  'console/serve',
  'console/public',
  'core/base/src',
  'core/protocol/src',
  'core/certificate/src/reader',
  'core/timestamp/src',
  'contracts/src',
  'ledger/kernel/src/contract',
  'sdk/src',
];
const SOURCE_FILES = ['package-lock.json'];
/** A build of other sources is removed when nobody has made it for this long. */
const OLD_MS = 86_400_000;

/** Resolves when the build is there; `onBuild` is told when it begins. Fails with CONSOLE_BUILD_FAILED. */
export async function ensureConsole(onBuild: () => void = () => undefined): Promise<ConsoleBuild> {
  if (!existsSync(join(consoleFolder, 'src'))) {
    return { folder: join(consoleFolder, 'dist'), isNew: false };
  }
  const builds = join(cloneFolder, '.cache', 'console');
  const folder = join(builds, digestOfSources());
  if (existsSync(folder)) return { folder, isNew: false };
  onBuild();
  mkdirSync(builds, { recursive: true });
  removeOld(builds);
  const unfinished = `${folder}.${String(process.pid)}`;
  await build(unfinished);
  takePlace(unfinished, folder);
  return { folder, isNew: true };
}

function digestOfSources(): string {
  const hash = createHash('sha256');
  for (const path of [...SOURCE_FILES, ...topFiles(), ...SOURCES.flatMap(filesBelow)]) {
    hash
      .update(`${path}\0`)
      .update(readFileSync(join(cloneFolder, path)))
      .update('\0');
  }
  return hash.digest('hex').slice(0, 32);
}

/** The pages themselves and the configurations of their builds. */
function topFiles(): readonly string[] {
  const isSource = (name: string): boolean => /\.(html|ts)$/.test(name);
  return readdirSync(consoleFolder)
    .filter(isSource)
    .sort()
    .map((name) => `console/${name}`);
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(join(cloneFolder, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name).slice(cloneFolder.length + 1))
    .sort();
}

/** Another process may have been faster: its build is the same. */
function takePlace(unfinished: string, folder: string): void {
  try {
    renameSync(unfinished, folder);
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
}

function removeOld(builds: string): void {
  for (const name of readdirSync(builds)) {
    const path = join(builds, name);
    const information = statSync(path, { throwIfNoEntry: false });
    if (information === undefined || Date.now() - information.mtimeMs < OLD_MS) continue;
    rmSync(path, { recursive: true, force: true });
  }
}

/** In a process of its own: a server that starts has other things to do meanwhile, and keeps none of the builder's memory. */
async function build(folder: string): Promise<void> {
  const main = join(import.meta.dirname, 'main.ts');
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', main, folder], {
    cwd: consoleFolder,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, NODE_ENV: 'production', NO_COLOR: '1', FORCE_COLOR: undefined },
  });
  const exited = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject).once('close', resolve);
  });
  const [said, code] = await Promise.all([text(child.stderr), exited]);
  if (code === 0) return;
  rmSync(folder, { recursive: true, force: true });
  throw failure('CONSOLE_BUILD_FAILED', `the pages could not be built: ${said.slice(-2_000)}`, {
    action: 'Run `npm ci`, then start again. STELE_CONSOLE=off starts the server without pages.',
  });
}

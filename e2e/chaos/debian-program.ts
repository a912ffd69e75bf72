/** Programs and libraries of Debian that a test works with: those that are there, else installed once by a test run that may. */

import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

export type Program =
  | { readonly kind: 'ready'; readonly path: string }
  | { readonly kind: 'unavailable'; readonly reason: string };

/** A program on the path, from the package that has it. */
export function programFrom(packageName: string, program: string): Program {
  return foundOrInstalled(packageName, () => {
    const { status, stdout } = spawnSync('sh', ['-c', `command -v ${program}`]);
    return status === 0 ? stdout.toString().trim() : undefined;
  });
}

/** A file at one of these places. */
export function fileFrom(packageName: string, places: readonly string[]): Program {
  return foundOrInstalled(packageName, () => places.find((place) => existsSync(place)));
}

function foundOrInstalled(packageName: string, look: () => string | undefined): Program {
  const found = look();
  if (found !== undefined) return { kind: 'ready', path: found };
  if (process.getuid?.() !== 0) {
    return { kind: 'unavailable', reason: `${packageName} is not installed` };
  }
  try {
    const options = { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }, stdio: 'ignore' };
    execFileSync('apt-get', ['update', '-qq'], options as { stdio: 'ignore' });
    execFileSync('apt-get', ['install', '-y', '-qq', packageName], options as { stdio: 'ignore' });
  } catch {
    return { kind: 'unavailable', reason: `${packageName} could not be installed` };
  }
  const path = look();
  if (path === undefined) return { kind: 'unavailable', reason: `${packageName} has no such file` };
  return { kind: 'ready', path };
}

/** A browser of the person at this machine, when there is one: over SSH and in a pipeline there is none to open. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname } from 'node:path';

import type { World } from '../world.ts';
import { removeRedirects, writeRedirect } from './redirect-page.ts';

/** The program that opens addresses here; undefined where nobody would see it. */
export function browserOpener(
  env: World['env'],
  platform: NodeJS.Platform = process.platform,
): string | undefined {
  if (isSet(env['SSH_CONNECTION']) && !isSet(env['DISPLAY'])) return undefined;
  if (platform === 'darwin') return 'open';
  if (isSet(env['WSL_DISTRO_NAME'])) return 'wslview';
  return isSet(env['DISPLAY']) || isSet(env['WAYLAND_DISPLAY']) ? 'xdg-open' : undefined;
}

/** Whether a browser was asked to open `url`, which stands in no command line. */
export async function openBrowser(url: string, env: World['env']): Promise<boolean> {
  const program = browserOpener(env);
  if (program === undefined) return false;
  const { TMPDIR = '' } = env;
  const page = await tryPage(url, isSet(TMPDIR) ? TMPDIR : tmpdir());
  if (page === undefined) return false;
  const child = spawn(program, [page], { detached: true, stdio: 'ignore', env });
  child.unref();
  try {
    await once(child, 'spawn');
    return true;
  } catch {
    // There is no such program.
    await rm(dirname(page), { recursive: true, force: true });
    return false;
  }
}

/** Undefined where no file can be written: the link that was printed is left. */
async function tryPage(url: string, folder: string): Promise<string | undefined> {
  try {
    await removeRedirects(folder, Date.now());
    return await writeRedirect(url, folder);
  } catch {
    return undefined;
  }
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '';
}

/** A browser of the person at this machine, when there is one: over SSH and in a pipeline there is none to open. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';

import type { World } from '../world.ts';

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

/** Whether a browser was asked to open `url`. */
export async function openBrowser(url: string, env: World['env']): Promise<boolean> {
  const program = browserOpener(env);
  if (program === undefined) return false;
  const child = spawn(program, [url], { detached: true, stdio: 'ignore', env });
  child.unref();
  try {
    await once(child, 'spawn');
    return true;
  } catch {
    // There is no such program.
    return false;
  }
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '';
}

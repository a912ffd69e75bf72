/** Where this machine's server is: `--url`, else what the server itself left in its data folder, else STELE_HOST and STELE_PORT. */

import type { Arguments } from '../arguments.ts';
import type { World } from '../world.ts';
import { recordedAddressOf } from './data-folder.ts';
import { trustOwnCertificate } from './own-certificate.ts';
import { settingIn } from './environment.ts';

export const portDefault = 7420;

export function serverAddressOf(given: Arguments, world: World, dataFolder: string): string {
  const address = given.value('url') ?? recordedAddressOf(dataFolder) ?? configuredAddress(world);
  if (address.startsWith('https:')) trustOwnCertificate(dataFolder);
  return address.replace(/\/+$/, '');
}

function configuredAddress(world: World): string {
  const host = settingIn(world, 'STELE_HOST') ?? '127.0.0.1';
  const port = settingIn(world, 'STELE_PORT') ?? String(portDefault);
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

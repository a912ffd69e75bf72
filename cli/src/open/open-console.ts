/** The run of `stele open`. A script (`--json`) is given the link and opens nothing. */

import { serviceOf } from '../client/service.ts';
import { type Invocation, printJson, printLine } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { serverAddressOf } from '../settings/address.ts';
import { dataFolderOf } from '../settings/data-folder.ts';
import { signInUrl } from '../settings/sign-in-url.ts';
import { localTime } from '../terminal/local-time.ts';
import { openBrowser } from './browser.ts';

const call = { method: 'POST', path: '/v1/sign-in/links', json: {} } as const;

/** What the server says of a link (GET /openapi.json, makeSignInLink). */
interface LinkAnswer {
  readonly path: string;
  readonly url?: string;
  readonly expiresAt: string;
}

export async function openConsole(invocation: Invocation): Promise<ExitCode> {
  const { arguments: given, world, text } = invocation;
  const service = serviceOf(invocation);
  if (given.flag('curl')) {
    printLine(world, service.curl(call));
    return exitCodes.done;
  }
  const { path, url: publicUrl, expiresAt } = (await service.askJson(call)) as LinkAnswer;
  const address = serverAddressOf(given, world, dataFolderOf(given, world));
  const url = publicUrl ?? signInUrl(address, path);
  if (given.flag('json')) {
    printJson(world, { url, expiresAt });
    return exitCodes.done;
  }
  printLine(world, url);
  world.err.write(`${text('open.once', { time: localTime(Date.parse(expiresAt)) })}\n`);
  if (given.flag('print')) return exitCodes.done;
  const isOpened = await openBrowser(url, world.env);
  world.err.write(`${text(isOpened ? 'open.opened' : 'open.noBrowser')}\n`);
  return exitCodes.done;
}

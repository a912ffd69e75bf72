/** The run of `stele service`: the unit with this installation's paths, and how to install it. */

import { existsSync, statSync } from 'node:fs';
import { userInfo } from 'node:os';
import { fileURLToPath } from 'node:url';
import { execFileSync } from 'node:child_process';

import { type Invocation, printJson } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { dataFolderOf } from '../settings/data-folder.ts';
import { unitText } from './unit.ts';

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url));
/** Who runs it when root asks and the folder has no other owner: the network is no business of root's. */
const OWN_USER = 'stele';

export function printUnit({ arguments: given, world, text }: Invocation): ExitCode {
  const folder = dataFolderOf(given, world);
  const user = given.value('user') ?? ownerOf(folder);
  const unit = unitText({
    description: text('service.comment', { folder }),
    node: process.execPath,
    main: MAIN,
    folder,
    user,
  });
  const installation = [
    ...(user === OWN_USER
      ? [
          `useradd --system --home-dir ${folder} ${OWN_USER}`,
          `install -d -o ${OWN_USER} -m 700 ${folder}`,
        ]
      : []),
    `stele service --data ${folder} --user ${user} > /etc/systemd/system/stele.service`,
    'systemctl daemon-reload',
    'systemctl enable --now stele',
    'journalctl -u stele -f',
  ];
  if (given.flag('json')) printJson(world, { unit, user, folder, installation });
  else {
    const comments = [text('service.install'), ...installation.map((line) => `  ${line}`)];
    world.out.write(`${comments.map((line) => `# ${line}`).join('\n')}\n\n${unit}`);
  }
  return exitCodes.done;
}

function ownerOf(folder: string): string {
  const { uid, username } = userInfo();
  const owner = existsSync(folder) ? statSync(folder).uid : uid;
  if (owner === 0) return OWN_USER;
  return owner === uid ? username : nameOf(owner);
}

/** systemd takes the number, too, where nobody knows the name. */
function nameOf(uid: number): string {
  try {
    const line = execFileSync('id', ['-nu', String(uid)], { encoding: 'utf8', stdio: 'pipe' });
    return line.trim();
  } catch {
    return String(uid);
  }
}

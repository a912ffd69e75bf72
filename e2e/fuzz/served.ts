/** A whole server in this process, wired as `stele start` wires it, with a record, a customer and a session's way in: to be sent anything. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openNode, systemClock, systemRandom } from '@stele/node';
import { jsonLog } from '@stele/server';
import { parseArguments } from '../../cli/src/arguments.ts';
import { start } from '../../cli/src/commands/start.ts';
import { checkedAdminKeyOf } from '../../cli/src/local/start/admin-key.ts';
import { startEvidence } from '../../cli/src/local/start/evidence.ts';
import { serve } from '../../cli/src/local/start/serve.ts';
import { readSettings } from '../../cli/src/local/start/settings.ts';
import { openPeople } from '../../platform/people/src/people.ts';

export interface Served {
  readonly address: string;
  readonly adminKey: string;
  /** The data folder. */
  readonly folder: string;
  /** What it logged. */
  readonly lines: readonly string[];
  readonly close: () => Promise<void>;
}

/** Search is off: it needs a database server, and is asked by the same routes. */
export async function served(): Promise<Served> {
  const home = mkdtempSync(join(tmpdir(), 'stele-fuzz-'));
  const folder = join(home, 'data');
  const world = {
    env: { STELE_PROJECTION: 'off' },
    homeFolder: home,
    err: { isTerminal: false },
  } as never;
  const settings = readSettings(
    { host: '127.0.0.1', port: 0 },
    parseArguments(start, ['--data', folder]),
    world,
  );
  const lines: string[] = [];
  const log = jsonLog({
    write: (line) => lines.push(line) > LINES_MAX && lines.shift(),
    clock: systemClock,
    level: 'debug',
  });
  const clock = systemClock;
  const node = await openNode({ dataFolder: folder, log, verifierThreads: 0 });
  const evidence = await startEvidence(node, settings, { log, clock });
  const people = await openPeople({
    folder,
    clock,
    random: systemRandom,
    log,
    organisation: { id: 'a', name: 'A' },
  });
  const adminKey = checkedAdminKeyOf(folder);
  const { exposure, port } = settings;
  const serving = await serve(
    { node, evidence, people, folder },
    { exposure, port, log, adminKey },
  );
  return {
    address: serving.address,
    adminKey,
    folder,
    lines,
    close: async () => {
      await serving.close();
      await people.close();
      await evidence.close();
      await node.close();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

const LINES_MAX = 1_000;

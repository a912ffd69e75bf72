/** A real node with the evidence service behind a real server, wired as `stele start` wires it, and a gateway before it. */

import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { TestContext } from 'node:test';

import { openNode, systemClock } from '@stele/node';

import { parseArguments } from '../arguments.ts';
import { start } from '../commands/start.ts';
import { startEvidence } from '../local/start/evidence.ts';
import { serve } from '../local/start/serve.ts';
import { readSettings } from '../local/start/settings.ts';
import { run } from '../run.ts';
import { adminKeyOf } from '../settings/data-folder.ts';
import { type FakeWorld, fakeWorld, type Ran, temporaryFolder } from './fake-world.ts';
import { type Gateway, openGateway } from './gateway.ts';
import { silent } from './served-ledger.ts';

export interface ServedEvidence {
  readonly folder: string;
  readonly gateway: Gateway;
  /** Runs a command on this folder and through the gateway, in a world of its own. */
  readonly stele: (...argv: readonly string[]) => Promise<Ran>;
  /** The JSON a command prints with `--json`; it has to end with 0. */
  readonly json: (...argv: readonly string[]) => Promise<Json>;
  /** Calls the service as somebody else's program would. */
  readonly post: (path: string, body: object) => Promise<Json>;
  /** Where `stele` runs. */
  readonly world: (options?: Parameters<typeof fakeWorld>[1]) => FakeWorld;
}

export type Json = Readonly<Record<string, unknown>>;

/** `projection` takes a second: an embedded PostgreSQL is started. */
export async function servedEvidence(
  context: TestContext,
  projection: 'on' | 'off' = 'off',
): Promise<ServedEvidence> {
  const folder = join(temporaryFolder(context), 'data');
  const settings = readSettings(
    { host: '127.0.0.1', port: 0 },
    parseArguments(start, ['--data', folder]),
    fakeWorld(context, { env: { STELE_PROJECTION: projection } }),
  );
  const { exposure, port } = settings;
  const node = await openNode({ dataFolder: folder, log: silent });
  const evidence = await startEvidence(node, settings, { log: silent, clock: systemClock });
  const adminKey = adminKeyOf(folder);
  const serving = await serve({ node, evidence }, { exposure, port, log: silent, adminKey });
  const gateway = await openGateway(context, serving.address);
  context.after(async () => {
    await serving.close();
    await evidence.close();
    await node.close();
  });
  return { folder, gateway, ...commandsOn(context, { folder, gateway, adminKey }) };
}

interface Place {
  readonly folder: string;
  readonly gateway: Gateway;
  readonly adminKey: string;
}

function commandsOn(
  context: TestContext,
  { folder, gateway, adminKey }: Place,
): Pick<ServedEvidence, 'stele' | 'json' | 'post' | 'world'> {
  const world: ServedEvidence['world'] = (options) => fakeWorld(context, options);
  const stele: ServedEvidence['stele'] = async (...argv) => {
    const own = world();
    const exitCode = await run([...argv, '--data', folder, '--url', gateway.url], own);
    return { exitCode, ...own.printed() };
  };
  return {
    world,
    stele,
    json: async (...argv) => {
      const { exitCode, out, err } = await stele(...argv, '--json');
      assert.equal(exitCode, 0, `${argv.join(' ')}: ${out}${err}`);
      return JSON.parse(out) as Json;
    },
    post: async (path, body) => {
      const answer = await fetch(`${gateway.url}${path}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${adminKey}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      const text = await answer.text();
      assert.ok(answer.ok, text);
      return JSON.parse(text) as Json;
    },
  };
}

/** A real node behind a real server, and between it and the command a gateway that loses or spoils answers on demand. No service. */

import { join } from 'node:path';
import type { TestContext } from 'node:test';

import type { Log } from '@stele/base';
import { type LedgerNode, openNode } from '@stele/node';

import { serve } from '../local/start/serve.ts';
import { adminKeyOf } from '../settings/data-folder.ts';
import { temporaryFolder } from './fake-world.ts';
import { type Gateway, openGateway } from './gateway.ts';

export interface ServedLedger {
  readonly folder: string;
  readonly node: LedgerNode;
  /** Where commands are sent. */
  readonly url: string;
  readonly gateway: Gateway;
}

export const silent: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

export async function servedLedger(context: TestContext): Promise<ServedLedger> {
  const folder = join(temporaryFolder(context), 'data');
  const node = await openNode({ dataFolder: folder, log: silent });
  const adminKey = adminKeyOf(folder);
  const exposure = { host: '127.0.0.1', behindProxy: false };
  const serving = await serve(
    { node, evidence: undefined },
    { exposure, port: 0, log: silent, adminKey },
  );
  const gateway = await openGateway(context, serving.address);
  context.after(async () => {
    await serving.close();
    await node.close();
  });
  return { folder, node, url: gateway.url, gateway };
}

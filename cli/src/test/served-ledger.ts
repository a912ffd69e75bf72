/** A real node behind a real server, and between it and the command a gateway that loses or spoils answers on demand. */

import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { TestContext } from 'node:test';

import type { Log } from '@stele/base';
import { type LedgerNode, openNode } from '@stele/node';

import { serveLedger } from '../local/start/serve.ts';
import { adminKeyOf } from '../settings/data-folder.ts';
import { temporaryFolder } from './fake-world.ts';

export interface ServedLedger {
  readonly folder: string;
  readonly node: LedgerNode;
  /** Where commands are sent. */
  readonly url: string;
  readonly gateway: Gateway;
}

export interface Gateway {
  /** What happens to the answer of each next request, in order; then answers pass. */
  readonly plan: Treatment[];
  /** `POST` or `GET` with the path, in order. */
  readonly seen: string[];
}

/** `lose`: the server has done its work, and its answer never arrives. `stall`: nothing ever arrives. `spoil`: one byte differs. */
export type Treatment = 'pass' | 'lose' | 'stall' | 'spoil';

const silent: Log = {
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
  const serving = await serveLedger(node, { exposure, port: 0, log: silent, adminKey });
  const gateway: Gateway = { plan: [], seen: [] };
  const door = createServer((incoming, answer) => {
    gateway.seen.push(`${String(incoming.method)} ${String(incoming.url)}`);
    forward(serving.address, { incoming, answer, treatment: gateway.plan.shift() ?? 'pass' });
  });
  door.listen(0, '127.0.0.1');
  await once(door, 'listening');
  context.after(async () => {
    door.closeAllConnections();
    door.close();
    await serving.close();
    await node.close();
  });
  const { port } = door.address() as AddressInfo;
  return { folder, node, url: `http://127.0.0.1:${String(port)}`, gateway };
}

interface Forwarded {
  readonly incoming: IncomingMessage;
  readonly answer: ServerResponse;
  readonly treatment: Treatment;
}

function forward(address: string, { incoming, answer, treatment }: Forwarded): void {
  const target = new URL(incoming.url ?? '/', address);
  const { method, headers } = incoming;
  const passedOn = request(target, { method, headers }, (from) => {
    const parts: Buffer[] = [];
    from.on('data', (part: Buffer) => parts.push(part));
    from.on('end', () => {
      if (treatment === 'stall') return;
      if (treatment === 'lose') {
        incoming.socket.destroy();
        return;
      }
      const body = Buffer.concat(parts);
      if (treatment === 'spoil') body[body.length >> 1] = (body[body.length >> 1] ?? 0) ^ 1;
      answer.writeHead(from.statusCode ?? 500, from.headers);
      answer.end(body);
    });
  });
  incoming.pipe(passedOn);
}

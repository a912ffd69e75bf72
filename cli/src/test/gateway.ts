/** Stands between a command and the server, and loses, spoils or rewrites answers on demand. */

import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestContext } from 'node:test';

export interface Gateway {
  /** Where commands are sent. */
  readonly url: string;
  /** What happens to the answer of each next request, in order; then answers pass. */
  readonly plan: Treatment[];
  /** Method and path with query, in order. */
  readonly seen: string[];
  /** What becomes of the bodies that pass; as they are when absent. */
  rewrite?: (seen: string, body: Buffer) => Buffer;
}

/** `lose`: the server has done its work, and its answer never arrives. `stall`: nothing ever arrives. `spoil`: one byte differs. */
export type Treatment = 'pass' | 'lose' | 'stall' | 'spoil';

export async function openGateway(context: TestContext, address: string): Promise<Gateway> {
  const door = createServer((incoming, answer) => {
    const seen = `${String(incoming.method)} ${String(incoming.url)}`;
    gateway.seen.push(seen);
    const { rewrite } = gateway;
    const treatment = gateway.plan.shift() ?? 'pass';
    forward(address, {
      incoming,
      answer,
      treatment,
      rewrite: (body) => rewrite?.(seen, body) ?? body,
    });
  });
  door.listen(0, '127.0.0.1');
  await once(door, 'listening');
  context.after(() => {
    door.closeAllConnections();
    door.close();
  });
  const { port } = door.address() as AddressInfo;
  const gateway: Gateway = { url: `http://127.0.0.1:${String(port)}`, plan: [], seen: [] };
  return gateway;
}

interface Forwarded {
  readonly incoming: IncomingMessage;
  readonly answer: ServerResponse;
  readonly treatment: Treatment;
  readonly rewrite: (body: Buffer) => Buffer;
}

function forward(address: string, { incoming, answer, treatment, rewrite }: Forwarded): void {
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
      const body = rewrite(Buffer.concat(parts));
      if (treatment === 'spoil') body[body.length >> 1] = (body[body.length >> 1] ?? 0) ^ 1;
      answer.writeHead(from.statusCode ?? 500, { ...from.headers, 'content-length': body.length });
      answer.end(body);
    });
  });
  incoming.pipe(passedOn);
}

/** A customer's own client of the HTTP interface: connections that stay open, answers whole, no help from the product's code. */

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Agent, type IncomingHttpHeaders, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Machine, Server } from './product.ts';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly bytes: Buffer;
}

export interface Asked {
  /** An object is sent as JSON, text and bytes as they are. */
  readonly body?: unknown;
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export class Client {
  readonly address: string;
  readonly #key: string;
  readonly #agent: Agent;

  constructor(
    address: string,
    key: string,
    agent = new Agent({ keepAlive: true, maxSockets: 64 }),
  ) {
    this.address = address;
    this.#key = key;
    this.#agent = agent;
  }

  /** Another key over the same connections. */
  as(key: string): Client {
    return new Client(this.address, key, this.#agent);
  }

  close(): void {
    this.#agent.destroy();
  }

  /** Rejects when the connection ends before the answer does. */
  ask(method: string, path: string, asked: Asked = {}): Promise<Answer> {
    const { body, type = 'application/json', headers } = asked;
    const bytes = bytesOf(body);
    return new Promise((resolve, reject) => {
      const sent = request(`${this.address}${path}`, {
        method,
        agent: this.#agent,
        headers: {
          authorization: `Bearer ${this.#key}`,
          ...(bytes && { 'content-type': type, 'content-length': bytes.length }),
          ...headers,
        },
      });
      sent.on('error', reject);
      // An agent with a timeout has had enough; any other one waits.
      sent.on('timeout', () => sent.destroy(new Error('no answer in time')));
      sent.on('response', (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const { statusCode: status = 0, headers: got } = response;
          resolve({ status, headers: got, bytes: Buffer.concat(chunks) });
        });
      });
      sent.end(bytes);
    });
  }

  /** The body of an answer that has to be of this status. */
  async json<T>(expected: number, method: string, path: string, asked?: Asked): Promise<T> {
    const { status, bytes } = await this.ask(method, path, asked);
    assert.equal(status, expected, `${method} ${path}: ${bytes.toString()}`);
    return JSON.parse(bytes.toString()) as T;
  }
}

function bytesOf(body: unknown): Buffer | undefined {
  if (body === undefined || Buffer.isBuffer(body)) return body;
  return Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
}

/** The operator's client, with the key of the data folder. */
export function adminOf(machine: Machine, server: Server, data = machine.path('data')): Client {
  return new Client(server.address, readFileSync(`${data}/admin.key`, 'utf8').trim());
}

export interface Customer {
  readonly id: string;
  readonly key: string;
}

/** A customer with a key to write and read; quota null: no limit. */
export async function registerCustomer(
  admin: Client,
  name: string,
  quota: number | null,
): Promise<Customer> {
  const { id } = await admin.json<{ id: string }>(201, 'POST', '/v1/customers', {
    body: { name, quota },
  });
  const scopes = ['evidence:write', 'evidence:read'];
  const { key } = await admin.json<{ key: string }>(201, 'POST', `/v1/customers/${id}/keys`, {
    body: { name: 'core', scopes },
  });
  return { id, key };
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Asks until it holds; fails with the last look when it takes longer. */
export async function eventually<T>(
  what: string,
  look: () => Promise<T>,
  {
    holds,
    withinMs = 30_000,
  }: { readonly holds: (seen: T) => boolean; readonly withinMs?: number },
): Promise<T> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const seen = await look();
    if (holds(seen)) return seen;
    assert.ok(performance.now() < deadline, `${what}: ${JSON.stringify(seen)}`);
    await sleep(50);
  }
}

/** `/readyz`: whether it commits, and what its parts say. */
export async function readiness({ address }: Server): Promise<{
  readonly status: number;
  readonly parts: Readonly<Record<string, string>>;
}> {
  const response = await fetch(`${address}/readyz`);
  const body = (await response.json()) as { readonly parts?: Readonly<Record<string, string>> };
  return { status: response.status, parts: body.parts ?? {} };
}

/** What a hostile node answers to the library that customers use: whatever it says becomes a value or a coded error. */

import assert from 'node:assert/strict';
import { httpTransport, RequestError } from '@stele/sdk';
import type { LedgerApi, Submission } from '@stele/protocol';
import { refused, type Target } from '../target.ts';

const SUBMISSION: Submission = { tx: Uint8Array.of(1), payloads: [] };
const DONE = { wait: 'committed', timeoutMs: 1_000 } as const;
const HEX = 'ab'.repeat(32);

const CALLS: readonly ((api: LedgerApi) => Promise<unknown>)[] = [
  (api) => api.chain(),
  (api) => api.block('latest'),
  (api) => api.transaction(HEX),
  (api) => api.receipt(HEX, undefined, {}),
  (api) => api.submit(SUBMISSION, DONE),
  (api) => api.submitMany([SUBMISSION], DONE),
  (api) => api.events({ limit: 9 }),
  (api) => api.log('checkpoint'),
  (api) => api.prepare({ calls: [] }),
];

const JSONS = [
  '{"id":"x","status":"committed","height":1,"index":2,"links":{}}',
  '{"items":[{"id":"x","status":"committed","links":{}}],"nextCursor":"5"}',
  '{"type":"t","title":"T","status":422,"code":"CALL_REFUSED","detail":"d","transaction":"x","height":1,"index":2,"errors":[null,{"pointer":"#"},{"pointer":"#","code":"A","detail":"d"}]}',
];

const STATUSES = [200, 201, 400, 401, 404, 422, 429, 500, 503];

/** Whoever shows them takes them for texts. */
function assertFaults({ faults }: RequestError): void {
  for (const { pointer, code, detail } of faults) {
    for (const text of [pointer, code, detail]) assert.equal(typeof text, 'string');
  }
}

/** The first byte chooses the call, the second the status, the rest is the body. */
export const TARGETS: readonly Target[] = [
  {
    name: 'answers-to-sdk',
    seeds: () =>
      JSONS.flatMap((json) =>
        CALLS.flatMap((_, call) =>
          [0, 5].map((status) => Buffer.from([call, status, ...Buffer.from(json)])),
        ),
      ),
    run: async (input: Uint8Array): Promise<void> => {
      const [first = 0, second = 0, ...body] = input;
      const status = STATUSES[second % STATUSES.length] ?? 200;
      const fetch = (): Promise<Response> =>
        Promise.resolve(new Response(Uint8Array.from(body), { status }));
      const api = httpTransport({ url: 'http://node.example', fetch });
      try {
        await CALLS[first % CALLS.length]?.(api);
      } catch (error) {
        refused(error);
        if (error instanceof RequestError) assertFaults(error);
      }
    },
  },
];

/** A server in a process of its own, so that its memory can be measured. Says its port, and its memory when asked. */

import { createServer, jsonLog, keyRingOf } from '../index.ts';

const clock = { nowMs: () => Date.now(), monotonicMs: () => performance.now() };
let handled = 0;

const server = await createServer({
  host: '127.0.0.1',
  port: 0,
  behindProxy: false,
  log: jsonLog({ write: () => undefined, clock, level: 'info' }),
  keys: keyRingOf([]),
  api: { title: 'Endurance', version: '1', description: 'A test.' },
  codes: {},
  readiness: () => ({ ready: true, parts: {} }),
  timeouts: { headersMs: 2_000, requestMs: 3_000, keepAliveMs: 30_000, checkMs: 200 },
  routes: (app) => {
    app.post('/echo', { config: { access: { kind: 'open' } } }, ({ body }) => {
      handled++;
      return { body };
    });
  },
});
const { port } = await server.listen();

process.on('message', () => {
  global.gc?.();
  const { rss, arrayBuffers, heapUsed } = process.memoryUsage();
  process.send?.({ rss, arrayBuffers, heapUsed, handled });
});
process.on('disconnect', () => {
  process.exit();
});
process.send?.({ port });

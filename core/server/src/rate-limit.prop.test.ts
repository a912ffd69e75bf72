import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { FastifyInstance } from 'fastify';
import { addressBytes } from './address-bytes.ts';
import { clientOf } from './client-address.ts';
import { Limiter } from './rate-limit.ts';
import { startServer } from './test/kit.ts';

const RUNS = 1_000;

/** The naive twin: a bucket that is filled drop by drop, in whole numbers of tokens times 60 000. */
function bucket(perMinute: number, burst: number): (nowMs: number) => boolean {
  const full = burst * 60_000;
  let level = full;
  let atMs = 0;
  return (nowMs) => {
    level = Math.min(full, level + (nowMs - atMs) * perMinute);
    atMs = nowMs;
    if (level < 60_000) return false;
    level -= 60_000;
    return true;
  };
}

void test('a limiter lets through what a token bucket does', (context) => {
  // Rates whose interval is a whole number of milliseconds, so that both count exactly.
  const rate = fc.constantFrom(1, 6, 60, 600, 6_000);
  const asks = fc.array(
    fc.tuple(
      fc.constantFrom('a', 'b'),
      fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 30_000 })),
    ),
    { maxLength: 100 },
  );
  fc.assert(
    fc.property(rate, fc.integer({ min: 1, max: 20 }), asks, (perMinute, burst, steps) => {
      const limiter = new Limiter({ name: 'x', perMinute, burst });
      const twins = { a: bucket(perMinute, burst), b: bucket(perMinute, burst) };
      let nowMs = 0;
      for (const [client, passMs] of steps) {
        nowMs += passMs;
        const waitMs = limiter.take(client, nowMs);
        assert.equal(waitMs === 0, twins[client](nowMs));
        assert.ok(waitMs <= 60_000 / perMinute);
      }
    }),
    { numRuns: RUNS },
  );
  context.diagnostic(`cases: bucket histories ${String(RUNS)}`);
});

void test('a limiter forgets who is quiet, and remembers no more than it may', () => {
  const limiter = new Limiter({ name: 'x', perMinute: 60, burst: 2 }, 1_000);
  for (let i = 0; i < 5_000; i++) limiter.take(`client ${String(i)}`, 0);
  assert.equal(limiter.clients, 1_000);
  for (let i = 0; i < 2_000; i++) limiter.take('one', 10_000 + i * 2_000);
  assert.equal(limiter.clients, 1);
});

void test('an address has the bytes that its text means', (context) => {
  const group = fc.integer({ min: 0, max: 0xffff });
  fc.assert(
    fc.property(fc.array(group, { minLength: 8, maxLength: 8 }), (groups) => {
      const expected = groups.flatMap((value) => [value >> 8, value & 0xff]);
      const long = groups.map((value) => value.toString(16)).join(':');
      // The platform's own short form of the same address.
      const short = new URL(`http://[${long}]/`).hostname.slice(1, -1);
      for (const text of [long, short, long.toUpperCase(), `${short}%eth0`]) {
        assert.deepEqual([...addressBytes(text)], expected, text);
      }
    }),
    { numRuns: RUNS },
  );
  assert.deepEqual([...addressBytes('10.0.200.3')], [10, 0, 200, 3]);
  assert.deepEqual([...addressBytes('::ffff:1.2.3.4')].slice(10), [255, 255, 1, 2, 3, 4]);
  assert.deepEqual(
    [...addressBytes('::')],
    Array.from({ length: 16 }, () => 0),
  );
  context.diagnostic(`cases: addresses ${String(RUNS)}`);
});

void test('one client is an IPv4 address or a /64', () => {
  assert.equal(clientOf('::ffff:192.0.2.1'), clientOf('192.0.2.1'));
  assert.equal(clientOf('2001:db8:1:2::1'), clientOf('2001:DB8:1:2:ffff:ffff:ffff:ffff'));
  assert.notEqual(clientOf('2001:db8:1:2::1'), clientOf('2001:db8:1:3::1'));
  assert.notEqual(clientOf('192.0.2.1'), clientOf('192.0.2.2'));
});

function routes(app: FastifyInstance): void {
  const rateLimit = { name: 'LOOKUPS_PER_MINUTE', perMinute: 60, burst: 3 };
  const config = { access: { kind: 'open' }, rateLimit } as const;
  app.get('/limited', { config }, () => ({}));
  app.get('/limited-too', { config }, () => ({}));
  app.get('/free', { config: { access: { kind: 'open' } } }, () => ({}));
}

async function statuses(url: string, forwarded: readonly string[]): Promise<readonly number[]> {
  const found: number[] = [];
  for (const address of forwarded) {
    const headers = { 'x-forwarded-for': address };
    found.push((await fetch(url, { headers })).status);
  }
  return found;
}

void test('beyond the rate: 429 with the limit and when to come back; routes of one name share it', async (context) => {
  let nowMs = 0;
  const clock = { nowMs: () => nowMs, monotonicMs: () => nowMs };
  const { url } = await startServer(context, routes, { clock });
  for (const path of ['limited', 'limited-too', 'limited']) {
    assert.equal((await fetch(`${url}/${path}`)).status, 200);
  }
  const response = await fetch(`${url}/limited-too`);
  const told = (await response.json()) as Readonly<Record<string, unknown>>;
  assert.deepEqual([response.status, told['code']], [429, 'RATE_LIMITED']);
  assert.deepEqual(
    [told['limit'], told['perMinute'], told['retryable']],
    ['LOOKUPS_PER_MINUTE', 60, true],
  );
  assert.equal(response.headers.get('retry-after'), '1');
  assert.equal((await fetch(`${url}/free`)).status, 200);
  nowMs = 1_000;
  assert.equal((await fetch(`${url}/limited`)).status, 200);
  assert.equal((await fetch(`${url}/limited`)).status, 429);
});

void test('X-Forwarded-For is believed behind a proxy only, and of it the last hop', async (context) => {
  const clock = { nowMs: () => 0, monotonicMs: () => 0 };
  const direct = await startServer(context, routes, { clock });
  const forged = ['192.0.2.1', '192.0.2.2', '192.0.2.3', '192.0.2.4'];
  assert.deepEqual(await statuses(`${direct.url}/limited`, forged), [200, 200, 200, 429]);
  const proxied = await startServer(context, routes, { clock, behindProxy: true });
  const hops = forged.map((address) => `${address}, 198.51.100.7`);
  assert.deepEqual(await statuses(`${proxied.url}/limited`, hops), [200, 200, 200, 429]);
  assert.deepEqual(await statuses(`${proxied.url}/limited`, forged), [200, 200, 200, 200]);
  const peers = proxied.lines.map(({ peer }) => peer);
  assert.ok(peers.includes('198.51.100.7') && peers.includes('192.0.2.4'));
  // What is no address is not believed either: it is the proxy's own address that counts then.
  const junk = ['a', '1.2.3', '<script>', 'b'];
  assert.deepEqual(await statuses(`${proxied.url}/limited`, junk), [200, 200, 200, 429]);
});

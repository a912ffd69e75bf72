import assert from 'node:assert/strict';
import { test } from 'node:test';
import { failure } from '@stele/base';
import { createBearerKey } from '../keys/bearer-key.ts';
import { jsonLog } from './json-log.ts';
import type { LogLevel } from './json-log.ts';

const clock = { nowMs: () => 1_700_000_000_123, monotonicMs: () => 0 };

function capture(level: LogLevel): { log: ReturnType<typeof jsonLog>; lines: string[] } {
  const lines: string[] = [];
  const write = (line: string): void => {
    lines.push(line);
  };
  return { log: jsonLog({ write, clock, level }), lines };
}

void test('one JSON object a line, whatever is in it', () => {
  const { log, lines } = capture('info');
  log.info('an event', { text: 'a\nb', big: 2n ** 70n, bytes: new Uint8Array(3), none: undefined });
  log.debug('too low');
  const [line = ''] = lines;
  assert.equal(lines.length, 1);
  assert.ok(line.endsWith('}\n') && line.indexOf('\n') === line.length - 1);
  assert.deepEqual(JSON.parse(line), {
    time: '2023-11-14T22:13:20.123Z',
    level: 'info',
    event: 'an event',
    text: 'a\nb',
    big: '1180591620717411303424',
    bytes: '3 bytes',
  });
});

void test('errors with their code, stack and cause', () => {
  const { log, lines } = capture('debug');
  const cause = new TypeError('deep');
  log.error('broken', { error: failure('DISK_FULL', 'no space', { action: 'free some', cause }) });
  const { error } = JSON.parse(lines[0] ?? '') as { error: Record<string, unknown> };
  assert.equal(error['code'], 'DISK_FULL');
  assert.equal(error['action'], 'free some');
  assert.match(String(error['stack']), /no space/);
  assert.equal((error['cause'] as Record<string, unknown>)['message'], 'deep');
});

void test('keys lose their secret wherever they stand', () => {
  const { log, lines } = capture('debug');
  const random = { bytes: (count: number) => crypto.getRandomValues(new Uint8Array(count)) };
  const key = createBearerKey(random);
  const pem = '-----BEGIN PRIVATE KEY-----\nMC4CAQAw\n-----END PRIVATE KEY-----';
  log.warn('careless', {
    header: `Bearer ${key}`,
    deep: [{ url: `/x?key=${key}&y` }],
    error: new Error(`bad ${key}`, { cause: pem }),
    cut: pem.slice(0, 40),
  });
  const [line = ''] = lines;
  assert.ok(!line.includes(key.slice(19)));
  assert.ok(line.includes(key.slice(0, 18)));
  assert.ok(!line.includes('MC4C'));
});

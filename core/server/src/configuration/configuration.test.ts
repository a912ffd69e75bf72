import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isCoded } from '@stele/base';
import { Type } from 'typebox';
import { readConfiguration } from './configuration.ts';
import type { ConfigurationFault, ConfigurationSources } from './configuration.ts';
import { exposureOf, httpSettings } from './http-settings.ts';

const schema = Type.Object({
  ...httpSettings,
  data: Type.String({ environment: 'STELE_DATA', fix: 'Set a folder.' }),
  master: Type.Optional(
    Type.String({ environment: 'STELE_MASTER_KEY', fix: 'Set a secret.', secret: true }),
  ),
});

function faultsOf(sources: ConfigurationSources): readonly ConfigurationFault[] {
  try {
    readConfiguration(schema, sources);
  } catch (error) {
    assert.ok(isCoded(error, 'CONFIGURATION_INVALID'));
    const { faults } = error.data as { faults: readonly ConfigurationFault[] };
    for (const { source, fix } of faults) {
      assert.ok(error.message.includes(source) && error.message.includes(fix));
    }
    return faults;
  }
  return [];
}

void test('defaults, then the file, then the environment', () => {
  const file = { name: 'stele.json', text: '{"port": 1, "data": "/a", "behindProxy": true}' };
  const environment = { STELE_PORT: '2', STELE_DATA: '' };
  const { values, report } = readConfiguration(schema, { environment, file });
  assert.equal(values.host, '127.0.0.1');
  assert.equal(values.port, 2);
  assert.equal(values.data, '/a');
  assert.equal(values.behindProxy, true);
  assert.equal(values.tlsKey, undefined);
  assert.deepEqual(report['port'], { value: 2, source: 'STELE_PORT' });
  assert.deepEqual(report['data'], { value: '/a', source: 'stele.json' });
  assert.deepEqual(report['host'], { value: '127.0.0.1', source: 'default' });
});

void test('all faults at once, each with where it stands and how to fix it', () => {
  const file = {
    name: 'stele.json',
    text: '{"host": 7, "prot": 1, "data": "/a", "behindProxy": "1"}',
  };
  const environment = { STELE_PORT: '65536', STELE_PUBLIC_URL: 'stele.example', STELE_LOG: 'loud' };
  const faults = faultsOf({ environment, file });
  assert.deepEqual(
    faults.map(({ setting, source }) => `${source} ${setting}`),
    [
      'stele.json prot',
      'stele.json host',
      'STELE_PORT port',
      'stele.json behindProxy',
      'STELE_PUBLIC_URL publicUrl',
      'STELE_LOG logLevel',
    ],
  );
});

void test('what has no default must be set', () => {
  assert.deepEqual(
    faultsOf({ environment: {} }).map(({ setting, source }) => [setting, source]),
    [['data', 'STELE_DATA']],
  );
});

void test('text that is no value of its kind', () => {
  const ports = ['', '7420'];
  for (const port of ports) {
    assert.deepEqual(faultsOf({ environment: { STELE_DATA: 'd', STELE_PORT: port } }), []);
  }
  for (const port of ['-1', '1e3', '7420 ', '0x1', '74.2', 'port', '99999999999999999999']) {
    assert.equal(faultsOf({ environment: { STELE_DATA: 'd', STELE_PORT: port } }).length, 1, port);
  }
  for (const flag of ['yes', 'on', '2', 'True']) {
    assert.equal(
      faultsOf({ environment: { STELE_DATA: 'd', STELE_BEHIND_PROXY: flag } }).length,
      1,
    );
  }
});

void test('a file that is not a JSON object is one fault, and the rest is still looked at', () => {
  for (const text of ['', '[]', 'null', '{', '{"a":1}{}']) {
    const faults = faultsOf({ environment: { STELE_PORT: 'x' }, file: { name: 'f.json', text } });
    assert.deepEqual(
      faults.map(({ source }) => source),
      ['f.json', 'STELE_PORT', 'STELE_DATA'],
    );
  }
  const inherited = { name: 'f.json', text: '{"__proto__": 1, "data": "d"}' };
  assert.equal(faultsOf({ environment: {}, file: inherited }).length, 1);
});

void test('secrets are not in the report', () => {
  const environment = { STELE_DATA: 'd', STELE_MASTER_KEY: 'hunter2' };
  const { values, report } = readConfiguration(schema, { environment });
  assert.equal(values.master, 'hunter2');
  assert.ok(!JSON.stringify(report).includes('hunter2'));
});

void test('TLS files: both or none, and readable', () => {
  const read = (environment: Record<string, string>): unknown =>
    exposureOf(
      readConfiguration(schema, { environment: { STELE_DATA: 'd', ...environment } }).values,
    );
  assert.deepEqual(read({}), { host: '127.0.0.1', behindProxy: false });
  assert.throws(
    () => read({ STELE_TLS_CERT: 'x' }),
    (error) => isCoded(error, 'CONFIGURATION_INVALID'),
  );
  assert.throws(
    () => read({ STELE_TLS_CERT: '/nonexistent.pem', STELE_TLS_KEY: '/nonexistent.pem' }),
    (error) => isCoded(error, 'TLS_FILE_UNREADABLE') && error.message.includes('/nonexistent.pem'),
  );
});

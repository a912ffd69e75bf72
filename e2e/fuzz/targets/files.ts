/** Files that lie about on disks, which a fault or another hand may have changed: settings, people, backups, rows of the stores. */

import assert from 'node:assert/strict';
import { utf8 } from '@stele/base';
import { signerFromPem, generateSigner, nodeCrypto } from '@stele/protocol/node';
import { readConfiguration } from '@stele/server';
import { parseArguments } from '../../../cli/src/arguments.ts';
import { notarize } from '../../../cli/src/commands/notarize.ts';
import { httpSettings } from '../../../core/server/src/configuration/http-settings.ts';
import { decodeTip, emptyTip, encodeTip } from '../../../ledger/kernel/src/state/tip.ts';
import {
  decodeEffectBlock,
  encodeEffectBlock,
} from '../../../ledger/kernel/src/store/effect-record.ts';
import { encodeManifest, readManifest } from '../../../ledger/node/src/backup/manifest.ts';
import { readFormat } from '../../../ledger/node/src/storage/format.ts';
import {
  checkpointTextIn,
  encodeSlots,
  hasTornSlot,
} from '../../../ledger/node/src/storage/checkpoint-slots.ts';
import { readStatement } from '../../../ledger/node/src/genesis/statement.ts';
import { decodeRecord, frameRecord } from '../../../ledger/node/src/storage/payload-record.ts';
import { walkedPayload, walkRecord } from '../../../ledger/node/src/storage/walked-record.ts';
import { backupOfPeople } from '../../../platform/people/src/store/people-file.ts';
import { readAuthorities } from '../../../services/evidence/src/timestamps/authorities.ts';
import { decoder, type Outcome, outcomeOf, refused, type Target, textDecoder } from '../target.ts';
import { bytesOf, textsOf } from './vectors.ts';

/** A disk with one file. */
const diskWith = (bytes: Uint8Array): never => ({ read: () => Promise.resolve(bytes) }) as never;

function ofDisk(
  name: string,
  seeds: () => readonly Uint8Array[],
  read: (disk: never) => Promise<unknown>,
): Target {
  return {
    name,
    seeds,
    run: async (input) => {
      try {
        await read(diskWith(input));
      } catch (error) {
        refused(error);
      }
    },
  };
}

/** Rows that this program wrote itself, behind the store's own checksums: what does not fit is a bug, which ends the process. It has to end. */
function ownRow(name: string, seed: Uint8Array, decode: (bytes: Uint8Array) => unknown): Target {
  return {
    name,
    seeds: () => [seed],
    run: (input) => {
      try {
        outcomeOf(() => decode(input));
      } catch (error) {
        assert.ok(error instanceof Error && !(error instanceof RangeError));
      }
    },
  };
}

const MANIFEST = encodeManifest({
  number: 1,
  madeAt: '2026-01-01T00:00:00Z',
  fingerprint: 'ab'.repeat(32),
  checkpoint: { origin: 'stele/x', size: 7, root: 'cd'.repeat(32) },
  files: [
    { path: 'log/0', stored: 'sets/1/log', bytes: 5, sha256: 'ef'.repeat(32), secret: false },
  ],
});

const PERSON = {
  id: `per_${'1'.repeat(32)}`,
  name: 'A',
  role: 'admin',
  createdAtMs: 1,
  passkeys: [],
  password: { salt: 'AAAA', hash: 'A'.repeat(43), cost: 32_768, blockSize: 8, parallelization: 3 },
};
const PEOPLE = JSON.stringify({
  format: 'stele-people/1',
  people: [PERSON],
  links: [],
  sessions: [],
});

const RECORD = frameRecord({
  index: 300,
  payloads: [
    { kind: 'items', items: [utf8('a'), utf8('b')] },
    { kind: 'blob', bytes: utf8('c') },
  ],
}).subarray(4);

/** Both ways of reading a record take the same ones, and find the same in them. */
const record: Target = {
  name: 'payload-record',
  seeds: () => [RECORD],
  run: (input) => {
    const bytes = Uint8Array.from(input); // parts of one of Node's buffers would be such buffers too
    const read: Outcome<unknown> = outcomeOf(() => decodeRecord(bytes));
    const walked: Outcome<unknown> = outcomeOf(() => {
      const { index, payloads } = walkRecord(bytes);
      return { index, payloads: payloads.map(walkedPayload) };
    });
    assert.equal(read.kind, walked.kind);
    if (read.kind === 'value' && walked.kind === 'value') {
      assert.deepEqual(walked.value, read.value);
    }
  },
};

const settingsSchema = { properties: httpSettings, required: [] } as never;

export const TARGETS: readonly Target[] = [
  ofDisk('manifest', () => [MANIFEST], readManifest),
  ofDisk('format', () => [utf8('stele-data 1\n')], readFormat),
  ofDisk('statement-file', () => bytesOf('statement'), readStatement),
  decoder({
    name: 'checkpoint-file',
    seeds: () => [encodeSlots(textsOf('proof', 'text')[0] ?? ''), utf8('text')],
    decode: (bytes) => {
      hasTornSlot(bytes);
      return checkpointTextIn(bytes);
    },
  }),
  textDecoder({
    name: 'people-file',
    seeds: () => [PEOPLE],
    decode: (text) => {
      const kept = backupOfPeople(text, 'people.json');
      assert.equal(backupOfPeople(kept, 'people.json'), kept);
    },
  }),
  textDecoder({
    name: 'settings-file',
    seeds: () => ['{"host":"::1","port":7420,"behindProxy":false,"publicUrl":"https://a.example"}'],
    decode: (text) =>
      readConfiguration(settingsSchema, { environment: {}, file: { name: 'f', text } }),
  }),
  textDecoder({
    name: 'settings-environment',
    seeds: () => ['127.0.0.1\n7420\n1\nhttps://a.example\ninfo'],
    decode: (text) => {
      const [host, port, proxy, url, level] = text.split('\n');
      return readConfiguration(settingsSchema, {
        environment: {
          STELE_HOST: host,
          STELE_PORT: port,
          STELE_BEHIND_PROXY: proxy,
          STELE_PUBLIC_URL: url,
          STELE_LOG_LEVEL: level,
        },
      });
    },
  }),
  textDecoder({
    name: 'time-authorities',
    seeds: () => ['a=https://tsa.example/x?y=z, b=http://[::1]:80'],
    decode: (text) => readAuthorities(text, '/nowhere'),
  }),
  textDecoder({ name: 'key-file', seeds: () => [generateSigner().pem], decode: signerFromPem }),
  textDecoder({
    name: 'command-line',
    seeds: () => ['--json\n--data=x\n--\n-a\nfile.txt', '--url\nhttp://localhost\n-h'],
    // The names of options are looked up among files, whose names have no NUL.
    decode: (text) => parseArguments(notarize, text.split(/[\n\0]/)),
  }),
  record,
  ownRow(
    'stored-tip',
    encodeTip(
      new Uint8Array(32),
      emptyTip((bytes) => nodeCrypto.hash(1, bytes), 1),
    ),
    (bytes) => decodeTip(bytes, (hashed) => nodeCrypto.hash(1, hashed)),
  ),
  ownRow(
    'stored-effects',
    encodeEffectBlock({
      height: 1,
      firstIndex: 2,
      timeMs: 3,
      effects: bytesOf('effect').slice(0, 3),
    }),
    decodeEffectBlock,
  ),
];

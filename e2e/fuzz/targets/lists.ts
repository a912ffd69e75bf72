/** What somebody drops onto a page, types into it, or answers it with: read in a browser, by code that needs none. */

import assert from 'node:assert/strict';
import { zipSync } from 'fflate';
import { portableCrypto } from '@stele/protocol';
import { readProblem } from '../../../console/src/api/api-error.ts';
import { FAULTS_MAX, readList } from '../../../console/src/areas/batches/list/read-list.ts';
import { readSeenLog } from '../../../console/src/areas/explorer/growth/seen-log.ts';
import { readSignedLog } from '../../../console/src/areas/explorer/growth/signed-log.ts';
import { readable } from '../../../console/src/areas/explorer/readable.ts';
import {
  faultsOf,
  readSearch,
  writeSearch,
} from '../../../console/src/areas/records/search-query.ts';
import { readFingerprint } from '../../../console/src/proof/fingerprint.ts';
import { ZIP_BYTES_MAX } from '../../../console/src/proof/given/open-zip.ts';
import { readAllGiven } from '../../../console/src/proof/given/read-given.ts';
import { refused, type Target, textDecoder } from '../target.ts';
import { receipts } from './receipts.ts';
import { textsOf } from './vectors.ts';

const HEX = 'ab'.repeat(32);
const LISTS = [
  `${HEX}  file.txt\n${'cd'.repeat(32)} *b\\n.pdf\n`,
  `SHA256 (file.txt) = ${HEX}\n`,
  `sha256,name,size,reference,kind\n${HEX},"a ""b"",\nc",5,ref,contract\n`,
  `sm3;文件名;大小\n${HEX};合同;7\n`,
  `{"digests":{"sha-256":"${HEX}"},"name":"a","size":5}\n{"sha-256":"${HEX}"}\n`,
];

const list = textDecoder({
  name: 'list',
  seeds: () => LISTS,
  decode: (text) => {
    const { items, faults } = readList(text, 'sha-256');
    assert.ok(faults.length <= FAULTS_MAX);
    assert.ok(items.length + faults.length > 0);
  },
});

const archive: Target = {
  name: 'dropped-file',
  seeds: () => [
    zipSync({
      'a.txt': Buffer.from('a'),
      'b/a.txt.receipt.json': receipts()[0] ?? Buffer.from(''),
    }),
    zipSync({ x: [new Uint8Array(2_000), { level: 9 }], y: [Buffer.from('stored'), { level: 0 }] }),
    ...receipts().slice(0, 3),
    Buffer.from('%PDF-1.7\n'),
  ],
  run: async (input) => {
    try {
      const given = await readAllGiven(new File([Uint8Array.from(input)], 'a.certificate.pdf'));
      assert.ok(given.reduce((sum, { source }) => sum + source.size, 0) <= ZIP_BYTES_MAX);
    } catch (error) {
      refused(error);
    }
  },
};

const checkpoints = (): readonly string[] =>
  textsOf('proof', 'text').map(
    (text) => `${text.slice(text.indexOf('\n\n') + 2)}\u0000name+01234567+AQID\n`,
  );

export const TARGETS: readonly Target[] = [
  list,
  archive,
  textDecoder({
    name: 'problem-in-page',
    seeds: () => [
      '{"code":"A","detail":"d","errors":[{"pointer":"#","code":"B","detail":"x"},null]}',
      '[]',
    ],
    decode: (text) => readProblem(400, text, text.slice(0, 5)),
  }),
  textDecoder({
    name: 'search-in-address',
    seeds: () => [
      '?q=a&reference=%E5%90%88&kind=contract&from=2026-01-01T00:00:00Z&digest=sha-256:00',
    ],
    decode: (text) => {
      const search = readSearch(text);
      faultsOf(search);
      return (
        writeSearch(readSearch(writeSearch(search))) === writeSearch(search) || assert.fail(text)
      );
    },
  }),
  textDecoder({
    name: 'fingerprint',
    seeds: () => [HEX, HEX.toUpperCase().replaceAll('AB', 'AB:')],
    decode: readFingerprint,
  }),
  textDecoder({
    name: 'seen-log',
    seeds: () => [
      JSON.stringify({
        fingerprint: HEX,
        origin: 'stele/x',
        size: 1,
        root: HEX,
        seenAt: '2026-01-01T00:00:00Z',
      }),
    ],
    decode: (text) => readSeenLog({ getItem: () => text, setItem: () => true } as never),
  }),
  textDecoder({
    name: 'served-log',
    seeds: checkpoints,
    decode: (text) => {
      const [checkpoint = '', vkeys = ''] = text.split('\u0000');
      return readSignedLog(portableCrypto, checkpoint, vkeys);
    },
  }),
  textDecoder({
    name: 'shown-value',
    seeds: () => [`{"a":[1,null,true,"acc_${'0'.repeat(32)}",{"b":"${HEX}"}]}`],
    decode: (text) => {
      let value: unknown;
      try {
        value = JSON.parse(text);
      } catch {
        return;
      }
      readable(value as never);
    },
  }),
];

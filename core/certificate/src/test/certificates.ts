// Certificates of every shape a record can give them, for the tests that judge the whole PDF: ordinary ones, and ones whose
// authors did their worst.

import { utf8 } from '@stele/base';
import { receiptToCbor, type TokenVerdict } from '@stele/protocol';
import { nodeCrypto } from '@stele/protocol/node';

import { type CertificateOptions, makeCertificate } from '../index.ts';
import { makeReceipt, receiptOf, seeded, START_MS } from './make-receipt.ts';

export interface CertificateCase {
  readonly name: string;
  readonly receipt: Uint8Array;
  readonly options: CertificateOptions;
}

export interface MadeCertificate extends CertificateCase {
  readonly pdf: Uint8Array;
}

export const PUBLIC_URL = 'https://evidence.example.org/stele/';
const OFFLINE = { crypto: nodeCrypto };
const ONLINE = { crypto: nodeCrypto, publicUrl: PUBLIC_URL };
const [SHA_256, SM3, SHA_512] = [1, 2, 3] as const;

export const ORDINARY_NOTE = {
  name: '采购合同（2026）第17号.pdf',
  sizeBytes: 1_048_576,
  reference: 'PO-2026/17',
  metadata: new Map([['签署方', '云锦博物馆']]),
} as const;

/** Overrides, isolates, marks, joiners, a byte order mark, tags, a line break that would fake a field. */
export const HOSTILE_NAME =
  'invoice\u202Efdp.exe\u2066x\u2069\u200B\u200D\uFEFF\u{E0041}\n区块时间 Block time 1999-01-01\u0000\u0085\u2028end';

const verdicts: readonly TokenVerdict[] = [
  { kind: 'valid', timeMs: START_MS + 2_000, authority: 'CN=国家授时中心 TSA, O=授时\u202E中心' },
  { kind: 'untrusted', timeMs: START_MS + 3_000, authority: 'x'.repeat(2_000) },
];

function stamped(): CertificateCase {
  let asked = 0;
  const timestamps = (): TokenVerdict => verdicts[asked++ % verdicts.length] ?? unreachable();
  const receipt = makeReceipt({ extra: { timestamps: [utf8('one'), utf8('two')] } });
  return { name: 'timestamps', receipt, options: { ...OFFLINE, timestamps } };
}

function unreachable(): never {
  throw new RangeError('a remainder is an index');
}

export function certificateCases(): readonly CertificateCase[] {
  const named = (name: string): Uint8Array => makeReceipt({ note: { name } });
  return [
    { name: 'bare', receipt: makeReceipt(), options: OFFLINE },
    { name: 'ordinary', receipt: makeReceipt({ note: ORDINARY_NOTE }), options: ONLINE },
    {
      name: 'CBOR form',
      receipt: receiptToCbor(receiptOf({ note: ORDINARY_NOTE })),
      options: ONLINE,
    },
    {
      name: 'every field',
      receipt: makeReceipt({
        note: ORDINARY_NOTE,
        item: {
          digests: new Map([
            [SHA_256, seeded('file')],
            [SM3, seeded('sm3')],
            [SHA_512, seeded('sha-512', 64)],
          ]),
          salted: true,
          kind: 'contract',
          supersedes: seeded('before', 16),
        },
        extra: { digestSalt: seeded('salt') },
        members: ['云锦博物馆', '城西法院', 'Notaries & Sons'],
      }),
      options: ONLINE,
    },
    { name: 'salt withheld', receipt: makeReceipt({ item: { salted: true } }), options: OFFLINE },
    { name: 'hostile name', receipt: named(HOSTILE_NAME), options: OFFLINE },
    { name: 'emoji', receipt: named('👩‍👩‍👧‍👦 家庭照 🏛️.jpg'), options: ONLINE },
    { name: 'right to left', receipt: named('عقد الشراء رقم ١٧ — חוזה.pdf'), options: ONLINE },
    {
      name: 'stacked marks',
      receipt: named(`Z${'\u0310\u0321\u035C'.repeat(200)}algo`),
      options: OFFLINE,
    },
    { name: 'long word', receipt: named('a'.repeat(16_000)), options: ONLINE },
    { name: 'long and lacking', receipt: named('\u{1F600}'.repeat(4_000)), options: ONLINE },
    {
      name: 'long metadata',
      receipt: makeReceipt({
        note: {
          name: '长附注',
          metadata: Array.from(
            { length: 400 },
            (_, i) => new Map([[`第 ${String(i)} 项`, '内容']]),
          ),
        },
      }),
      options: ONLINE,
    },
    {
      name: 'many members',
      receipt: makeReceipt({
        members: Array.from({ length: 100 }, (_, i) => `第${String(i)}成员${'名'.repeat(60)}`),
      }),
      options: OFFLINE,
    },
    {
      name: 'no calendar',
      receipt: makeReceipt({ timeMs: 253_402_300_800_000 }),
      options: OFFLINE,
    },
    { name: 'empty name', receipt: named(''), options: OFFLINE },
    stamped(),
  ];
}

export async function makeCertificates(): Promise<readonly MadeCertificate[]> {
  return await Promise.all(
    certificateCases().map(async (one) => ({
      ...one,
      pdf: await makeCertificate(one.receipt, one.options),
    })),
  );
}

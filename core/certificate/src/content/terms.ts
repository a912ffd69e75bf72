/** The certificate's fixed words, Chinese and English. Terms are those of the field: 存证, 核验, 哈希值, 区块高度, 交易, 时间戳, 收据. */

import type { UnprovenFact } from '@stele/protocol';

import type { Pair } from '../page/blocks.ts';

const pair = (zh: string, en: string): Pair => ({ zh, en });

export const TITLE = pair('存证证书', 'Certificate of notarisation');

export const NATURE = pair(
  '本页供阅读；作为证据的是附于本 PDF 内的收据（receipt.json），任何人均可自行核验，无须信任出具者。',
  'This page is for reading. The evidence is the receipt attached inside this PDF (receipt.json), which anyone can verify without trusting whoever issued it.',
);

export const HEADINGS = {
  what: pair('存证内容', 'What was recorded'),
  when: pair('存证时间', 'When'),
  where: pair('链上位置', 'Where'),
  who: pair('申请者与背书者', 'Who asked, and who stands behind it'),
  proves: pair('证明什么', 'What it proves'),
  doesNotProve: pair('不证明什么', 'What it does not prove'),
  verify: pair('如何核验', 'How to verify'),
  annex: pair('附页：附注全文', 'Annex: the note in full'),
} as const;

export const LABELS = {
  id: pair('存证编号', 'Record id'),
  name: pair('名称 *', 'Name *'),
  size: pair('大小 *', 'Size *'),
  reference: pair('业务编号 *', 'Reference *'),
  metadata: pair('附加信息 *', 'Metadata *'),
  kind: pair('类型', 'Kind'),
  salt: pair('加盐', 'Salted'),
  supersedes: pair('取代', 'Supersedes'),
  blockTime: pair('区块时间', 'Block time'),
  clock: pair('时钟', 'By whose clock'),
  stamps: pair('可信时间戳', 'Timestamps'),
  chain: pair('链', 'Chain'),
  fingerprint: pair('链指纹', 'Fingerprint'),
  height: pair('区块高度', 'Block height'),
  transaction: pair('交易', 'Transaction'),
  owner: pair('申请账户', 'Requested by'),
  members: pair('共同签名成员', 'Cosigned by'),
  assurance: pair('背书程度', 'Assurance'),
} as const;

export const NOTE_SOURCE = pair(
  '* 由申请者填写；链上只存其哈希值，内容未经审查。字体所缺或不可见的字符以码位标出，如 ‹U+202E›。',
  '* Written by whoever asked; the chain holds only its hash, and nobody examined it. Characters that have no visible shape here are shown by their code points, as ‹U+202E›.',
);

export const NO_NOTE = pair(
  '收据未附名称等附注（未提供或已删除），不影响核验。',
  'The receipt carries no note with a name (none was given, or it was erased); it verifies all the same.',
);

export const IN_ANNEX = pair('全文见附页', 'whole in the annex');

export const SALTS = {
  enclosed: pair(
    '所录为“盐值 + 文件哈希值”的哈希值；盐值在收据内，核验时自动使用。',
    'The digests are of a secret salt and the digest of the file together; the salt is in the receipt and used in verifying.',
  ),
  withheld: pair(
    '所录为“盐值 + 文件哈希值”的哈希值；收据未含盐值，须另行取得方能与文件比对。',
    'The digests are of a secret salt and the digest of the file together; the salt is not in this receipt, and a file cannot be compared without it.',
  ),
} as const;

export const NO_STAMPS = pair('无独立授时机构的时间戳', 'none from an authority outside the chain');

export const SELF_ATTESTED = pair(
  '自证：仅一个成员为此记录背书，该成员可自行选定时间。',
  'Self-attested: one member alone stands behind this record, and could have chosen the time itself.',
);

export const OWNER_IS_ACCOUNT = pair('账户；持有人姓名不在收据内。', 'Its holder is not named.');

export const PROVEN: readonly Pair[] = [
  pair(
    '哈希值与上述一致的文件，自存证起一个字节都未改变。',
    'A file with these digests is, byte for byte, the file that was recorded.',
  ),
  pair(
    '该记录位于本链日志的上述位置，日志由上列成员共同签名。',
    'The record stands in the log of the chain at this place, and the members above cosigned that log.',
  ),
  pair(
    '以上列成员的时钟计，存证不晚于上述时间。',
    'By the clocks of those members, it was recorded no later than the time above.',
  ),
];

export const PROVEN_BY_STAMP = pair(
  '以独立授时机构的时间戳计，存证不晚于其所载时间。',
  'By the timestamp of an independent authority, it was recorded no later than that time.',
);

const UNPROVEN: Readonly<Record<UnprovenFact, Pair>> = {
  authorship: pair('文件由谁制作、归谁所有。', 'Who made the file or owns it.'),
  truth: pair('文件的内容属实。', 'That what the file says is true.'),
  'no-earlier-existence': pair('文件在此之前不存在。', 'That the file did not exist earlier.'),
  'independent-time': pair(
    '链外机构认可此时间。',
    'That anyone outside the chain vouches for the time.',
  ),
  'independent-members': pair(
    '时间并非由唯一的成员自行选定。',
    'That the one member did not choose the time itself.',
  ),
  'file-not-compared': pair('文件已经比对。', 'That a file was compared.'),
};

const NOT_SUPERSEDED = pair(
  '此记录后来未被另一记录取代。',
  'That the record was not superseded later.',
);

export function unproven(facts: readonly UnprovenFact[]): readonly Pair[] {
  return [...facts.map((fact) => UNPROVEN[fact]), NOT_SUPERSEDED];
}

export const QR_CAPTIONS = {
  web: pair('扫码查询此记录', 'Scan to look it up'),
  offline: pair('记录标识（离线核验）', 'Record name (verify offline)'),
} as const;

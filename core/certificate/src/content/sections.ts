/** The tables of the first page: what, when, where, who. */

import type { CertificateFacts, NamedMember } from '../facts.ts';
import {
  clampLines,
  heading,
  hexRow,
  pairRuns,
  paragraph,
  row,
  type Pair,
  VALUE_WIDTH_PT,
} from '../page/blocks.ts';
import type { Box } from '../page/box.ts';
import { breakLines, type Line } from '../page/lines.ts';
import { type Run, STYLES } from '../page/style.ts';
import { suppliedRow, suppliedRuns, suppliedTexts } from './supplied.ts';
import {
  HEADINGS,
  LABELS,
  NO_NOTE,
  NO_STAMPS,
  NOTE_SOURCE,
  OWNER_IS_ACCOUNT,
  SALTS,
  SELF_ATTESTED,
} from './terms.ts';
import { writtenTime } from './times.ts';

const MEMBER_LINES_MAX = 3;
const OWNER_LINES_MAX = 3;
const STAMPS_SHOWN_MAX = 3;
const TEXT = { zh: STYLES.textZh, en: STYLES.textEn };
const STRONG = { zh: STYLES.strongZh, en: STYLES.strongEn };

const lines = (runs: readonly Run[]): readonly Line[] => breakLines(runs, VALUE_WIDTH_PT);
const own = (text: string): readonly Run[] => [{ text, style: STYLES.value }];
const said = (words: Pair): readonly Run[] => pairRuns(words, TEXT);

export function whatSection(facts: CertificateFacts): readonly Box[] {
  const { digests, salt, kind, supersedes, note } = facts.record;
  return [
    heading(HEADINGS.what),
    ...suppliedTexts(facts).map((text) => suppliedRow(text).box),
    ...rowIf(LABELS.size, note?.sizeBytes, (bytes) => own(sizeText(bytes))),
    ...digests.map(({ algorithm, hex }) => hexRow(digestLabel(algorithm), hex)),
    ...rowIf(LABELS.salt, salt === 'none' ? undefined : SALTS[salt], said),
    ...rowIf(LABELS.kind, kind === '' ? undefined : kind, own),
    ...rowIf(LABELS.supersedes, supersedes, own),
    paragraph(said(note === undefined ? NO_NOTE : NOTE_SOURCE), 1),
  ];
}

function rowIf<T>(
  label: Pair,
  value: T | undefined,
  runs: (value: T) => readonly Run[],
): readonly Box[] {
  return value === undefined ? [] : [row(label, lines(runs(value)))];
}

function digestLabel(algorithm: string): Pair {
  return { zh: '哈希值', en: algorithm.toUpperCase() };
}

function sizeText(bytes: number): string {
  return `${String(bytes).replaceAll(/\B(?=(\d{3})+$)/g, ',')} 字节 bytes`;
}

export function whenSection({ when, members }: CertificateFacts): readonly Box[] {
  const { utc, shanghai } = writtenTime(when.committedAt);
  const timeRuns = [utc, ...(shanghai === undefined ? [] : [shanghai])];
  return [
    heading(HEADINGS.when),
    row(
      LABELS.blockTime,
      timeRuns.flatMap((text) => lines([{ text, style: { ...STYLES.value, weight: 'bold' } }])),
    ),
    row(LABELS.clock, lines(clockRuns(members.cosigned, when.cosignedAt))),
    row(LABELS.stamps, stampLines(when)),
  ];
}

function clockRuns(cosigned: readonly NamedMember[], cosignedAt: string): readonly Run[] {
  const whose = {
    zh: `下列共同签名成员（${String(cosigned.length)} 个）的节点时钟；最早签名于 ${writtenTime(cosignedAt).utc}。`,
    en: 'The clocks of the nodes of the members named below; the earliest signature is of that time.',
  };
  return said(whose);
}

function stampLines({ stamps, tokenCount }: CertificateFacts['when']): readonly Line[] {
  if (tokenCount === 0) return lines(said(NO_STAMPS));
  const shown = stamps.slice(0, STAMPS_SHOWN_MAX).flatMap(({ authority, timeMs, trusted }) => {
    const { utc } = writtenTime(timeText(timeMs));
    const standing = trusted
      ? { zh: '已核验', en: 'checked' }
      : {
          zh: '签名有效，机构待读者确认',
          en: 'signature valid; the authority is for the reader to trust',
        };
    return clampLines(
      lines([...suppliedRuns(authority), ...own(`  ${utc}  `), ...said(standing)]),
      2,
    ).lines;
  });
  const count = {
    zh: `收据内含 ${String(tokenCount)} 个 RFC 3161 时间戳，可另行核验。`,
    en: `The receipt carries ${String(tokenCount)} RFC 3161 token(s), verifiable on their own.`,
  };
  return [...shown, ...lines(said(count))];
}

function timeText(timeMs: number): string {
  const date = new Date(timeMs);
  return Number.isNaN(date.getTime()) ? `${String(timeMs)} ms` : date.toISOString();
}

export function whereSection({ where }: CertificateFacts): readonly Box[] {
  const lineage = where.lineage === 0 ? '' : `  ·  世系 lineage ${String(where.lineage)}`;
  return [
    heading(HEADINGS.where),
    row(LABELS.chain, lines(own(`${where.origin}${lineage}`))),
    hexRow(LABELS.fingerprint, where.fingerprint),
    row(
      LABELS.height,
      lines(own(`${String(where.height)}    日志序号 Log index  ${String(where.logIndex)}`)),
    ),
    hexRow(LABELS.transaction, where.transaction),
  ];
}

export function whoSection({ record, members }: CertificateFacts): readonly Box[] {
  const { weight, threshold, selfAttested } = members;
  const weighed = {
    zh: `签名权重 ${String(weight)}，所需门槛 ${String(threshold)}。`,
    en: `Cosigned by weight ${String(weight)} of the ${String(threshold)} needed.`,
  };
  const standing = [
    ...lines(said(weighed)),
    ...(selfAttested ? lines(pairRuns(SELF_ATTESTED, STRONG)) : []),
  ];
  return [
    heading(HEADINGS.who),
    row(LABELS.owner, ownerLines(record.owner)),
    row(LABELS.members, memberLines(members)),
    row(LABELS.assurance, standing),
  ];
}

/** An account is short; a threshold of many keys is not. */
function ownerLines(owner: string): readonly Line[] {
  const runs = suppliedRuns(`${owner}  `);
  const clamped = clampLines(lines(runs), OWNER_LINES_MAX);
  const isShort = clamped.lines.length === 1;
  if (isShort) return lines([...runs, ...said(OWNER_IS_ACCOUNT)]);
  return [...clamped.lines, ...lines(said(OWNER_IS_ACCOUNT))];
}

function memberLines({ cosigned, all }: CertificateFacts['members']): readonly Line[] {
  const named = cosigned.flatMap(({ organisation, name }, i) => [
    ...(i === 0 ? [] : own('；')),
    ...suppliedRuns(name === organisation ? name : `${name} (${organisation})`),
  ]);
  const { lines: shown, isWhole } = clampLines(lines(named), MEMBER_LINES_MAX);
  const count = `共 ${String(cosigned.length)} / ${String(all.length)} 个成员，全部名单在收据内。`;
  const rest = {
    zh: count,
    en: `${String(cosigned.length)} of ${String(all.length)} members; the receipt names them all.`,
  };
  return isWhole && cosigned.length === all.length ? shown : [...shown, ...lines(said(rest))];
}

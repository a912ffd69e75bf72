/** What the numbers of GET /v1/status mean for whoever runs the server; tones and sizes, without texts. */

import type { Tone } from '../../ui/Banner.tsx';

export interface StatusView {
  readonly version: string;
  readonly startedAt: string;
  readonly chain: {
    readonly name: string;
    readonly fingerprint: string;
    readonly height: number;
    readonly logSize: number;
    readonly writable: boolean;
    readonly refusal?: { readonly code: string; readonly detail: string };
  };
  readonly storage: StorageView;
  readonly projection?: {
    readonly status: string;
    readonly behindEntries: number;
    readonly reason?: string;
  };
  readonly timestamps: readonly StampingView[];
  readonly tls?: { readonly notAfter: string };
  readonly limits: readonly LimitView[];
}

export interface StorageView {
  readonly parts: readonly { readonly name: string; readonly bytes: number }[];
  readonly isWhole: boolean;
  readonly measuredAt: string;
  readonly freeBytes: number;
  /** 0: unknown. */
  readonly totalBytes: number;
  readonly warnAtBytes: number;
  readonly refuseAtBytes: number;
  readonly state: 'ok' | 'low' | 'refusing';
}

export interface StampingView {
  readonly name: string;
  readonly status: string;
  readonly lagMs: number;
}

export interface LimitView {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly meaning: Readonly<Record<'en' | 'zh-CN', string>>;
}

const DAY_MS = 86_400_000;
/** A certificate that ends within a month wants attention (docs/operation.md, "Metrics"). */
const EXPIRY_WARN_DAYS = 30;

/** How a word of readiness or stamping is to be taken (docs/operation.md, "Parts of readiness"). */
export function toneOfWord(word: string): Tone {
  if (['commits', 'following', 'ok', 'idle'].includes(word)) return 'ok';
  return ['catching-up', 'behind', 'off'].includes(word) ? 'attention' : 'failed';
}

/** Whole days until then; negative when it is over. */
export function daysUntil(at: string, nowMs: number): number {
  return Math.floor((Date.parse(at) - nowMs) / DAY_MS);
}

export function toneOfExpiry(days: number): Tone {
  if (days < 0) return 'failed';
  return days < EXPIRY_WARN_DAYS ? 'attention' : 'ok';
}

export function toneOfStorage({ state }: StorageView): Tone {
  if (state === 'ok') return 'ok';
  return state === 'low' ? 'attention' : 'failed';
}

/** The worst of all, said first on the page. */
export function summaryOf(status: StatusView, nowMs: number): 'well' | 'attention' | 'refusing' {
  if (!status.chain.writable) return 'refusing';
  const tones = [
    toneOfStorage(status.storage),
    toneOfWord(status.projection?.status ?? 'ok'),
    ...status.timestamps.map(({ status: word }) => toneOfWord(word)),
    ...(status.tls === undefined ? [] : [toneOfExpiry(daysUntil(status.tls.notAfter, nowMs))]),
  ];
  return tones.every((tone) => tone === 'ok') ? 'well' : 'attention';
}

/** Shares of the disk in percent, for the bar: where it is filled to, and where the thresholds stand. */
export function shareOf({ freeBytes, totalBytes, warnAtBytes, refuseAtBytes }: StorageView): {
  readonly used: number;
  readonly warn: number;
  readonly refuse: number;
} {
  const share = (bytes: number): number =>
    totalBytes === 0 ? 0 : Math.min(100, Math.max(0, (100 * (totalBytes - bytes)) / totalBytes));
  return { used: share(freeBytes), warn: share(warnAtBytes), refuse: share(refuseAtBytes) };
}

export type SpanUnit = 'days' | 'hours' | 'minutes' | 'seconds';

/** The two largest units of a span of time, for people. */
export function spanOf(ms: number): readonly (readonly [unit: SpanUnit, count: number])[] {
  const seconds = Math.max(0, Math.floor(ms / 1_000));
  const parts: (readonly [SpanUnit, number])[] = [
    ['days', Math.floor(seconds / 86_400)],
    ['hours', Math.floor(seconds / 3_600) % 24],
    ['minutes', Math.floor(seconds / 60) % 60],
    ['seconds', seconds % 60],
  ];
  const first = parts.findIndex(([, count]) => count > 0);
  return first < 0 ? [['seconds', 0]] : parts.slice(first, first + 2);
}

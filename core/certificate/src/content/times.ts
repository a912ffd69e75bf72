/** Times as people in two places write them. Asia/Shanghai has been UTC+8 without summer time since 1991, before any chain. */

const SHANGHAI_MS = 8 * 3_600_000;
/** The last millisecond that four digits of a year can write. */
const WRITABLE_MS_MAX = Date.UTC(10_000, 0) - 1;

export interface WrittenTime {
  /** "2026-11-21 13:17:36.123 UTC" */
  readonly utc: string;
  /** "2026年11月21日 21:17:36.123 北京时间（Asia/Shanghai, UTC+8）"; absent for times no calendar here can write. */
  readonly shanghai: string | undefined;
}

/** Of an RFC 3339 time in UTC; text that is none is left as it is. */
export function writtenTime(rfc3339: string): WrittenTime {
  const timeMs = Date.parse(rfc3339);
  if (!isWritable(timeMs)) return { utc: rfc3339, shanghai: undefined };
  const { date, time } = partsOf(timeMs);
  const local = partsOf(timeMs + SHANGHAI_MS);
  const [year = '', month = '', day = ''] = local.date.split('-');
  return {
    utc: `${date} ${time} UTC`,
    shanghai: `${year}年${month}月${day}日 ${local.time} 北京时间（Asia/Shanghai, UTC+8）`,
  };
}

/** A date that stands in a PDF's metadata whatever the record says. */
export function metadataTime(rfc3339: string): Date {
  const timeMs = Date.parse(rfc3339);
  return new Date(isWritable(timeMs) ? timeMs : 0);
}

function isWritable(timeMs: number): boolean {
  return timeMs >= 0 && timeMs + SHANGHAI_MS <= WRITABLE_MS_MAX;
}

function partsOf(timeMs: number): { readonly date: string; readonly time: string } {
  const [date = '', time = ''] = new Date(timeMs).toISOString().slice(0, -1).split('T');
  return { date, time };
}

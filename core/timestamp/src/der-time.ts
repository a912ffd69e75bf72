/** Times in DER (X.690, 11.7 and 11.8; RFC 5280, 4.1.2.5; RFC 3161, 2.4.2): UTC, with `Z`, seconds always there. */

import { type DerNode, malformed, TAG } from './der.ts';

const UTC_TIME = /^(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})Z$/;
const GENERALIZED_TIME = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(?:\.(\d*[1-9]))?Z$/;
/** RFC 5280: two digits of 50 and above are of the twentieth century. */
const CENTURY_TURN = 50;

/** Milliseconds since 1970 of a UTCTime or GeneralizedTime; a fraction below a millisecond is cut off. Rejects with DER_MALFORMED. */
export function timeOf(node: DerNode | undefined): number {
  if (node?.tag === TAG.utcTime) return moment(UTC_TIME.exec(textOf(node)), shortYear);
  return generalizedTimeOf(node);
}

/** Milliseconds since 1970 of a GeneralizedTime. Rejects with DER_MALFORMED. */
export function generalizedTimeOf(node: DerNode | undefined): number {
  if (node?.tag !== TAG.generalizedTime) throw malformed('no time');
  return moment(GENERALIZED_TIME.exec(textOf(node)), Number);
}

function textOf({ content }: DerNode): string {
  return String.fromCharCode(...content.subarray(0, 64));
}

function shortYear(digits: string): number {
  const year = Number(digits);
  return year < CENTURY_TURN ? 2000 + year : 1900 + year;
}

function moment(match: RegExpExecArray | null, yearOf: (digits: string) => number): number {
  if (match === null) throw malformed('a time in another form than DER has');
  const [year = '', ...parts] = match.slice(1, 7);
  const [month, day, hour, minute, second] = parts.map(String);
  const milliseconds = (match[7] ?? '').slice(0, 3).padEnd(3, '0');
  const date = [String(yearOf(year)).padStart(4, '0'), month, day].join('-');
  const iso = `${date}T${[hour, minute, second].join(':')}.${milliseconds}Z`;
  const timeMs = Date.parse(iso);
  // Date.parse lets 30 February roll over, and 24:00:00 through; the text must come back as it went in.
  const same = !Number.isNaN(timeMs) && new Date(timeMs).toISOString() === iso;
  if (!same) throw malformed('no such time');
  return timeMs;
}

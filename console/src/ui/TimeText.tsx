/** A time: the reader's own clock with its zone, and UTC when pointed at. */

import type { ReactNode } from 'react';

import { useLanguage, useText } from '../text/context.tsx';

export interface TimeTextProps {
  /** RFC 3339, UTC. */
  readonly at: string;
  /** With milliseconds. */
  readonly exact?: boolean;
}

export function TimeText({ at, exact = false }: TimeTextProps): ReactNode {
  const text = useText();
  const language = useLanguage();
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return <span>{at}</span>;
  return (
    <time dateTime={at} title={text('ui.utc', { time: at.replace('T', ' ').replace('Z', '') })}>
      {localTime(date, language, exact)}
    </time>
  );
}

/** `2026-11-21 09:31:07 UTC+8`: the order of digits is the same in every language, so that two people read the same. */
export function localTime(date: Date, language: string, exact: boolean): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = `${String(date.getFullYear())}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  const time = `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
  const fraction = exact ? `.${String(date.getMilliseconds()).padStart(3, '0')}` : '';
  return `${day} ${time}${fraction} ${zoneOf(date, language)}`;
}

function zoneOf(date: Date, language: string): string {
  const minutes = -date.getTimezoneOffset();
  if (minutes === 0) return 'UTC';
  const hours = Math.trunc(Math.abs(minutes) / 60).toLocaleString(language);
  const rest = Math.abs(minutes) % 60;
  const tail = rest === 0 ? '' : `:${String(rest).padStart(2, '0')}`;
  return `UTC${minutes < 0 ? '−' : '+'}${hours}${tail}`;
}

/** Times as a person reads them: local, to the millisecond, with the zone beside (never "a few seconds ago"). */

/** `2026-11-21 09:31:07.214 (UTC+8)`. */
export function localTime(timeMs: number): string {
  const time = new Date(timeMs);
  const date = [time.getFullYear(), pad(time.getMonth() + 1), pad(time.getDate())].join('-');
  const clock = [pad(time.getHours()), pad(time.getMinutes()), pad(time.getSeconds())].join(':');
  return `${date} ${clock}.${pad(time.getMilliseconds(), 3)} (${zoneOf(time)})`;
}

function zoneOf(time: Date): string {
  const minutes = -time.getTimezoneOffset();
  if (minutes === 0) return 'UTC';
  const sign = minutes < 0 ? '-' : '+';
  const hours = Math.floor(Math.abs(minutes) / 60);
  const rest = Math.abs(minutes) % 60;
  return `UTC${sign}${String(hours)}${rest === 0 ? '' : `:${pad(rest)}`}`;
}

function pad(value: number, digits = 2): string {
  return String(value).padStart(digits, '0');
}

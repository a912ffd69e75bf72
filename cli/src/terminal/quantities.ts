/** Numbers with units, for people; machines read the plain numbers of `--json`. */

const byteUnits = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const;

/** `1.4 GiB`, `512 B`. */
export function bytesText(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < byteUnits.length - 1) {
    value /= 1024;
    unit++;
  }
  const digits = unit === 0 || value >= 100 ? 0 : 1;
  return `${value.toFixed(digits)} ${byteUnits[unit] ?? 'B'}`;
}

/** `312 MB/s`: decimal megabytes, as disks and networks are sold. */
export function rateText(bytes: number, elapsedMs: number): string {
  return `${(bytes / 1000 / Math.max(elapsedMs, 1)).toFixed(0)} MB/s`;
}

/** `1,234,567`. */
export function countText(count: number): string {
  return Math.round(count).toLocaleString('en-US');
}

/** `0.82 ms`, `14 ms`, `2.31 s`. */
export function durationText(durationMs: number): string {
  if (durationMs >= 1000) return `${(durationMs / 1000).toFixed(2)} s`;
  return `${durationMs.toFixed(durationMs < 10 ? 2 : 0)} ms`;
}

/** A hash or id as people compare it: its first and last eight characters. */

const ENDS = 8;

/** As it is when nothing would be saved. */
export function shortened(value: string): string {
  if (value.length <= 2 * ENDS + 1) return value;
  return `${value.slice(0, ENDS)}…${value.slice(-ENDS)}`;
}

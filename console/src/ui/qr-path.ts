/** A QR code (ISO/IEC 18004) as one path of squares, a unit each. */

import { encode } from 'uqr';

export interface QrPath {
  readonly path: string;
  /** Of the whole square, the quiet around the code included. */
  readonly size: number;
}

/** ISO/IEC 18004 wants four modules of quiet around a code. */
const QUIET = 4;

export function qrPath(value: string): QrPath {
  const { data, size } = encode(value, { border: QUIET });
  const dark = data.flatMap((row, y) =>
    row.flatMap((isDark, x) => (isDark ? [`M${String(x)} ${String(y)}h1v1h-1z`] : [])),
  );
  return { path: dark.join(''), size };
}

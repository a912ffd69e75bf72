/** A QR code as one path of an SVG, made here: what it says is a secret. */

import { type ReactNode, useMemo } from 'react';
import { encode } from 'uqr';

import styles from '../Settings.module.css';

export interface QrCodeProps {
  readonly value: string;
  /** What it is, for readers of a screen. */
  readonly label: string;
}

export function QrCode({ value, label }: QrCodeProps): ReactNode {
  const { path, size } = useMemo(() => drawn(value), [value]);
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${String(size)} ${String(size)}`}
      shapeRendering="crispEdges"
      className={styles['qr']}
    >
      <path d={path} fill="#000000" />
    </svg>
  );
}

/** ISO/IEC 18004 wants four modules of quiet around a code. */
const QUIET = 4;

function drawn(value: string): { readonly path: string; readonly size: number } {
  const { data, size } = encode(value, { border: QUIET });
  const dark = data.flatMap((row, y) =>
    row.flatMap((isDark, x) => (isDark ? [`M${String(x)} ${String(y)}h1v1h-1z`] : [])),
  );
  return { path: dark.join(''), size };
}

/** A QR code as one path of an SVG, made here: what it says may be a secret. */

import { type ReactNode, useMemo } from 'react';

import { qrPath } from './qr-path.ts';
import styles from './QrCode.module.css';

export interface QrCodeProps {
  readonly value: string;
  /** What it is, for readers of a screen. */
  readonly label: string;
}

export function QrCode({ value, label }: QrCodeProps): ReactNode {
  const { path, size } = useMemo(() => qrPath(value), [value]);
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

/** The lines beside one step: those that come from above, those that go past, its own mark, and those that go on. */

import type { ReactNode } from 'react';

import type { LaneRow } from './lanes.ts';
import styles from './Trace.module.css';

export interface LaneLinesProps {
  readonly row: LaneRow;
  /** Lanes of the whole graph. */
  readonly width: number;
  readonly look: 'issue' | 'live' | 'spent';
  readonly isHere: boolean;
}

/** Of the part that has the mark; what is below stretches with the words. */
const HEAD_PX = 36;
const MARK_Y = 22;
const MARK_R = 6;
const LANE_PX = 20;
/** What the graph may take of a phone's width. */
const GRAPH_PX_MAX = 120;

export function LaneLines({ row, width, look, isHere }: LaneLinesProps): ReactNode {
  const lanePx = Math.min(LANE_PX, GRAPH_PX_MAX / width);
  const at = (lane: number): number => (lane + 0.5) * lanePx + MARK_R / 2;
  const pixels = Math.ceil(at(width - 1) + lanePx / 2 + MARK_R);
  const below = row.goesOn ? [...row.passing, row.lane] : row.passing;
  return (
    <div aria-hidden="true" className={styles['lines']} style={{ width: pixels }}>
      <svg width={pixels} height={HEAD_PX} className={styles['head']}>
        {row.passing.map((lane) => (
          <path key={`past-${String(lane)}`} d={straight(at(lane), 0, HEAD_PX)} />
        ))}
        {row.incoming.map((lane) => (
          <path key={`from-${String(lane)}`} d={bend(at(lane), at(row.lane))} />
        ))}
        {row.goesOn && <path d={straight(at(row.lane), MARK_Y, HEAD_PX)} />}
        <Mark x={at(row.lane)} look={look} isHere={isHere} />
      </svg>
      <svg width={pixels} className={styles['tail']} preserveAspectRatio="none">
        {below.map((lane) => (
          <line key={lane} x1={at(lane)} x2={at(lane)} y1="0" y2="100%" />
        ))}
      </svg>
    </div>
  );
}

function straight(x: number, from: number, to: number): string {
  return `M${String(x)} ${String(from)}V${String(to)}`;
}

function bend(from: number, to: number): string {
  if (from === to) return straight(from, 0, MARK_Y);
  const half = String(MARK_Y / 2);
  return `M${String(from)} 0C${String(from)} ${half} ${String(to)} ${half} ${String(to)} ${String(MARK_Y)}`;
}

interface MarkProps extends Pick<LaneLinesProps, 'look' | 'isHere'> {
  readonly x: number;
}

/** An issue is a square, a live output is filled, a spent one is hollow; the one looked at has a ring. */
function Mark({ x, look, isHere }: MarkProps): ReactNode {
  const side = 2 * MARK_R;
  return (
    <>
      {isHere && <circle cx={x} cy={MARK_Y} r={MARK_R + 4} className={styles['ring']} />}
      {look === 'issue' ? (
        <rect
          x={x - MARK_R}
          y={MARK_Y - MARK_R}
          width={side}
          height={side}
          className={styles['issue']}
        />
      ) : (
        <circle cx={x} cy={MARK_Y} r={MARK_R} className={styles[look]} />
      )}
    </>
  );
}

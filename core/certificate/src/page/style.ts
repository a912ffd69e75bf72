/** The certificate's typography, as data: a few sizes, two weights, four colours. Measures are PDF points, 1/72 inch. */

import type { Weight } from './fonts.ts';

export interface Style {
  readonly weight: Weight;
  readonly sizePt: number;
  readonly colour: string;
  /** BCP 47, of what is written in it; absent: a person's words. */
  readonly language?: 'zh-CN' | 'en';
}

/** Text of one style. */
export interface Run {
  readonly text: string;
  readonly style: Style;
}

const INK = '#1b1f24';
export const QUIET = '#59616b';
export const ACCENT = '#1f3a5f';
export const RULE = '#c3cad3';
export const PANEL = '#f4f6f8';
const FOREIGN = '#9a5a00';

const zh = { language: 'zh-CN' } as const;
const en = { language: 'en' } as const;

export const STYLES = {
  titleZh: { weight: 'bold', sizePt: 23, colour: ACCENT, ...zh },
  titleEn: { weight: 'regular', sizePt: 11.5, colour: ACCENT, ...en },
  headingZh: { weight: 'bold', sizePt: 9.5, colour: ACCENT, ...zh },
  headingEn: { weight: 'regular', sizePt: 8, colour: ACCENT, ...en },
  labelZh: { weight: 'bold', sizePt: 7.8, colour: INK, ...zh },
  labelEn: { weight: 'regular', sizePt: 6.9, colour: QUIET, ...en },
  textZh: { weight: 'regular', sizePt: 7.8, colour: INK, ...zh },
  textEn: { weight: 'regular', sizePt: 7.1, colour: QUIET, ...en },
  strongZh: { weight: 'bold', sizePt: 7.8, colour: INK, ...zh },
  strongEn: { weight: 'bold', sizePt: 7.1, colour: INK, ...en },
  value: { weight: 'regular', sizePt: 8.2, colour: INK },
  code: { weight: 'regular', sizePt: 7.8, colour: INK },
  foreign: { weight: 'regular', sizePt: 6.6, colour: FOREIGN },
  footer: { weight: 'regular', sizePt: 6.6, colour: QUIET },
} as const satisfies Record<string, Style>;

/** ISO 216 A4. */
export const PAGE = { widthPt: 595.28, heightPt: 841.89 } as const;
export const MARGIN = { sidePt: 50, topPt: 42, bottomPt: 50 } as const;
export const TEXT_WIDTH_PT = PAGE.widthPt - 2 * MARGIN.sidePt;

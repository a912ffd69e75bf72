/**
 * A person's text, made safe to print on a certificate. What the font lacks, what has no shape of its own (control characters,
 * direction overrides, zero-width and combining characters) and what would need shaping is shown as its code points, in a colour
 * of their own: ‹U+202E›. Nothing is dropped, and nothing can move, hide or imitate what stands around it.
 */

import { certificateFont } from './fonts.ts';
import type { Run, Style } from './style.ts';

// Separators but the plain space: as wide or narrow as they like, or line breaks. M: what stacks upon its neighbours.
const unprintable = /[\p{C}\p{M}\p{Zl}\p{Zp}]|(?! )\p{Zs}/u;

/** Runs in `style`, with code points in `replaced`. Composed first (NFC), so that é is é however it was typed. */
export function printableRuns(text: string, style: Style, replaced: Style): readonly Run[] {
  const font = certificateFont(style.weight);
  const runs: Run[] = [];
  let plain = '';
  let hidden: string[] = [];
  const flushPlain = (): void => {
    if (plain !== '') runs.push({ text: plain, style });
    plain = '';
  };
  const flushHidden = (): void => {
    if (hidden.length > 0) runs.push({ text: `‹U+${hidden.join(' ')}›`, style: replaced });
    hidden = [];
  };
  for (const character of text.normalize('NFC')) {
    const point = character.codePointAt(0) ?? 0;
    if (font.has(point) && !unprintable.test(character)) {
      flushHidden();
      plain += character;
    } else {
      flushPlain();
      hidden.push(point.toString(16).toUpperCase().padStart(4, '0'));
    }
  }
  flushPlain();
  flushHidden();
  return runs;
}

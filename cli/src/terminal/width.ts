/** How many columns a text takes on a terminal: East Asian wide characters (Unicode UAX #11, W and F) take two. */

import type { Stream } from '../world.ts';

const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;
const combining = /\p{Mark}/u;

export function widthOf(text: string): number {
  let columns = 0;
  for (const character of text) columns += widthOfCharacter(character);
  return columns;
}

/** `text` cut to at most `columns`, with an ellipsis when something was cut. */
export function cutTo(text: string, columns: number): string {
  if (widthOf(text) <= columns) return text;
  let kept = '';
  let used = 1;
  for (const character of text) {
    used += widthOfCharacter(character);
    if (used > columns) break;
    kept += character;
  }
  return `${kept}…`;
}

export function padTo(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - widthOf(text)));
}

/** How wide a line may be: what a terminal shows, and anything in a pipe, where nobody wants names cut. */
export function columnsOf({ isTerminal, columns }: Stream): number {
  return isTerminal ? columns : Number.POSITIVE_INFINITY;
}

function widthOfCharacter(character: string): number {
  if (combining.test(character)) return 0;
  return wide.test(character) ? 2 : 1;
}

/**
 * Text of strangers, made visible: a name may hold direction overrides that make `exe.txt` read as `txt.exe`, line breaks that fake a
 * line of this page, or characters without a shape. Each is shown by its code point, ‹U+202E›, and nothing is dropped but length.
 */

export interface VisibleRun {
  readonly text: string;
  /** Code points written out. */
  readonly isHidden: boolean;
}

// Everything but letters, marks, numbers, punctuation, symbols and the plain space; of those, too, what paints nothing: fillers, joiners,
// selectors, the blank of Braille. An emoji made of several is shown in its pieces. Marks above their letters stay.
const HIDDEN = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]|(?! )\p{Zs}/u;
/** More marks on one letter than any language writes would paint over the lines around it. */
const MARKS_MAX = 4;
const MARK = /\p{M}/u;
const CHARACTERS_MAX = 300;

/** At most CHARACTERS_MAX characters; the rest is an ellipsis. */
export function visibleRuns(text: string): readonly VisibleRun[] {
  const runs: { text: string; isHidden: boolean }[] = [];
  const characters = Array.from(text.normalize('NFC'));
  let marks = 0;
  for (const character of characters.slice(0, CHARACTERS_MAX)) {
    marks = MARK.test(character) ? marks + 1 : 0;
    const isHidden = HIDDEN.test(character) || marks > MARKS_MAX;
    add(runs, isHidden ? codePoint(character) : character, isHidden);
  }
  if (characters.length > CHARACTERS_MAX) add(runs, '…', false);
  return runs;
}

/** The same in one string, for places that take nothing else. */
export function visibleText(text: string): string {
  return visibleRuns(text)
    .map((run) => run.text)
    .join('');
}

function add(runs: { text: string; isHidden: boolean }[], text: string, isHidden: boolean): void {
  const last = runs.at(-1);
  if (last?.isHidden === isHidden) last.text += text;
  else runs.push({ text, isHidden });
}

function codePoint(character: string): string {
  const point = character.codePointAt(0) ?? 0;
  return `‹U+${point.toString(16).toUpperCase().padStart(4, '0')}›`;
}

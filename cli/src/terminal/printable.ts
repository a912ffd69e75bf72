/**
 * Text from outside, made safe to print: a file name may hold escape sequences that repaint a terminal, newlines that fake a line
 * of output, or direction overrides that make `exe.txt` read as `txt.exe`.
 */

// Cc: control characters, C0 and C1. Cf: invisible ones that reorder or join (bidirectional controls, zero-width). And both separators.
const unsafe = /[\p{Cc}\p{Cf}\u2028\u2029]/gu;

/** `text` with every character that a terminal would act on written as `\u{hex}`. */
export function printable(text: string): string {
  return text
    .replaceAll(unsafe, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`)
    .toWellFormed();
}

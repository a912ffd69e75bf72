/**
 * The two weights certificates are set in: Noto Sans Hans (SIL Open Font License 1.1), which has every ideograph of GB 2312, GBK
 * and Extension A. A file of 8 MB is opened once a thread, and only the glyphs a certificate uses are embedded in it.
 *
 * Text is laid out one glyph a character, without ligatures, kerning or contextual forms: what is drawn, measured and extracted
 * is then the same string, and what needs more than that to be right (Arabic, Indic scripts) is shown as code points (printable.ts).
 */

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { assert } from '@stele/base';
import { create, type Font, type Glyph, type Subset } from 'fontkit';

export type Weight = 'regular' | 'bold';

const FILES: Readonly<Record<Weight, string>> = {
  regular: 'NotoSansHans-Regular.otf',
  bold: 'NotoSansHans-Medium.otf',
};

/** The package exports its index alone; its fonts lie beside that. */
const FONTS_URL = new URL('../fonts/', import.meta.resolve('@embedpdf/fonts-sc'));

export interface CertificateFont {
  /** What the PDF writer embeds from; a fresh one for every certificate is a subset of its own. */
  readonly source: Font;
  has(codePoint: number): boolean;
  /** In points. */
  widthOf(text: string, sizePt: number): number;
}

const opened = new Map<Weight, CertificateFont>();

export function certificateFont(weight: Weight): CertificateFont {
  const known = opened.get(weight);
  if (known !== undefined) return known;
  const font = openFont(weight);
  opened.set(weight, font);
  return font;
}

function openFont(weight: Weight): CertificateFont {
  const font = create(readFileSync(fileURLToPath(new URL(FILES[weight], FONTS_URL))));
  assert('layout' in font, 'the package has single fonts, not collections');
  const advances = new Map<number, number>();
  const advanceOf = (codePoint: number): number => {
    const known = advances.get(codePoint);
    if (known !== undefined) return known;
    const advance = font.glyphForCodePoint(codePoint).advanceWidth;
    advances.set(codePoint, advance);
    return advance;
  };
  return {
    source: plainLayout(font),
    has: (codePoint) => font.hasGlyphForCodePoint(codePoint),
    widthOf: (text, sizePt) => (totalOf(text, advanceOf) * sizePt) / font.unitsPerEm,
  };
}

function totalOf(text: string, advanceOf: (codePoint: number) => number): number {
  let total = 0;
  for (const character of text) total += advanceOf(character.codePointAt(0) ?? 0);
  return total;
}

/** The same font, whose layout is one glyph a character. */
function plainLayout(font: Font): Font {
  const layout = (text: string): unknown => {
    const glyphs: readonly Glyph[] = Array.from(text, (character) =>
      font.glyphForCodePoint(character.codePointAt(0) ?? 0),
    );
    const positions = glyphs.map(({ advanceWidth }) => ({
      xAdvance: advanceWidth,
      yAdvance: 0,
      xOffset: 0,
      yOffset: 0,
    }));
    const advanceWidth = positions.reduce((sum, { xAdvance }) => sum + xAdvance, 0);
    return { glyphs, positions, advanceWidth };
  };
  const createSubset = (): Subset => smallSubset(font.createSubset());
  return Object.assign(Object.create(font) as Font, { layout, createSubset });
}

type Used = Readonly<Record<number, boolean>>;
/** What the library's declarations leave out. */
type CffSubset = Subset & {
  subsetSubrs?: (routines: readonly unknown[], used: Used) => readonly Uint8Array[];
};

/**
 * A subset keeps the numbers of the font's 22 000 subroutines (Adobe TN 5176, "Local Subrs INDEX"), and the library fills those that
 * are not used with one byte each. Empty, they have one and the same offset, and compress to nothing: 40 KB less a weight. The
 * last keeps its byte: FreeType refuses a font that ends in an index without data.
 */
function smallSubset(subset: CffSubset): Subset {
  const original = subset.subsetSubrs?.bind(subset);
  if (original === undefined) return subset;
  const subsetSubrs = (routines: readonly unknown[], used: Used): readonly Uint8Array[] =>
    original(routines, used).map((bytes, i, all) =>
      used[i] === true || i === all.length - 1 ? bytes : NOTHING,
    );
  return Object.assign(subset, { subsetSubrs });
}

const NOTHING = new Uint8Array(0);

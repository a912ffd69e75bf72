/** The head of the first page: title, record id, what this page is; at its right the QR code. */

import type { CertificateFacts } from '../facts.ts';
import { pairRuns, textPart } from '../page/blocks.ts';
import { type Area, type Box, heightOf } from '../page/box.ts';
import { breakLines, type Line, widthOf } from '../page/lines.ts';
import { drawQrCode } from '../page/qr-code.ts';
import { MARGIN, PAGE, STYLES, TEXT_WIDTH_PT } from '../page/style.ts';
import { LABELS, NATURE, QR_CAPTIONS, TITLE } from './terms.ts';

/** 32 mm, quiet zone included: an address of 120 characters stays readable from a print. */
const QR_PT = 92;
const CAPTION_GAP_PT = 1;
const WIDTH_PT = TEXT_WIDTH_PT - QR_PT - 14;

export function header({ record, address }: CertificateFacts): Box {
  const title = [
    ...breakLines([{ text: TITLE.zh, style: STYLES.titleZh }], WIDTH_PT),
    ...breakLines([{ text: TITLE.en, style: STYLES.titleEn }], WIDTH_PT),
  ];
  const label = pairRuns(LABELS.id, { zh: STYLES.labelZh, en: STYLES.labelEn });
  const id = breakLines([...label, { text: `  ${record.id}`, style: STYLES.value }], WIDTH_PT);
  const nature = [
    ...breakLines([{ text: NATURE.zh, style: STYLES.textZh }], WIDTH_PT),
    ...breakLines([{ text: NATURE.en, style: STYLES.textEn }], WIDTH_PT),
  ];
  const captions = QR_CAPTIONS[address.kind];
  const caption = [
    ...breakLines([{ text: captions.zh, style: STYLES.textZh }], QR_PT + 14),
    ...breakLines([{ text: captions.en, style: STYLES.textEn }], QR_PT + 14),
  ];
  const area: Area = {
    xPt: PAGE.widthPt - MARGIN.sidePt - QR_PT,
    yPt: -2,
    widthPt: QR_PT,
    heightPt: QR_PT,
  };
  const idPt = heightOf(title) + 6;
  const naturePt = idPt + heightOf(id) + 3;
  return {
    heightPt: Math.max(naturePt + heightOf(nature), QR_PT + CAPTION_GAP_PT + heightOf(caption)),
    parts: [
      textPart('H1', title, MARGIN.sidePt),
      textPart('P', id, MARGIN.sidePt, idPt),
      textPart('P', nature, MARGIN.sidePt, naturePt),
      {
        tag: 'Figure',
        figure: { alternative: `QR code: ${address.text}`, area },
        draw: (pen, yPt) => {
          drawQrCode(pen, address.text, { ...area, yPt: yPt + area.yPt });
        },
      },
      ...caption.map((line, i) =>
        textPart(
          'P',
          [line],
          centred(line, area),
          QR_PT + CAPTION_GAP_PT - 4 + heightOf(caption.slice(0, i)),
        ),
      ),
    ],
  };
}

function centred({ runs }: Line, { xPt, widthPt }: Area): number {
  const textPt = runs.reduce((sum, run) => sum + widthOf(run), 0);
  return xPt + (widthPt - textPt) / 2;
}

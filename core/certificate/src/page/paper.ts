/**
 * The PDF itself: boxes stacked on A4 pages, each tagged with its place in the structure, page numbers, and what makes the file a
 * PDF/A-3a (ISO 19005-3): fonts embedded, colours named, metadata, the attachment and its relationship. Nothing in it comes from
 * the clock or from chance.
 */

import { Buffer } from 'node:buffer';

import PDFDocument from 'pdfkit';

import type { Area, Box, Part, Pen, Place } from './box.ts';
import { certificateFont } from './fonts.ts';
import { breakLines, type Line, widthOf } from './lines.ts';
import { ACCENT, MARGIN, PAGE, RULE, type Run, STYLES } from './style.ts';

export interface PaperInfo {
  readonly title: string;
  readonly subject: string;
  /** Stands in the file as its creation date. */
  readonly time: Date;
  /** Left in every footer. */
  readonly footer: string;
}

export interface Attachment {
  readonly name: string;
  readonly mediaType: string;
  readonly description: string;
  readonly bytes: Uint8Array;
}

const FRAME_PT = 26;
const FOOTER_BASE_PT = PAGE.heightPt - 42;

export class Paper {
  readonly #document: PDFKit.PDFDocument;
  readonly #chunks: Uint8Array[] = [];
  readonly #structure: PDFKit.PDFStructureElement;
  readonly #info: PaperInfo;
  readonly #pen: Pen;
  #yPt: number = MARGIN.topPt;

  constructor(info: PaperInfo) {
    this.#info = info;
    const { title, subject, time } = info;
    this.#document = new PDFDocument({
      size: 'A4',
      margin: 0,
      autoFirstPage: false,
      bufferPages: true,
      subset: 'PDF/A-3a',
      pdfVersion: '1.7',
      tagged: true,
      displayTitle: true,
      lang: 'zh-CN',
      info: {
        Title: title,
        Subject: subject,
        Author: 'Stele',
        Creator: 'Stele',
        Producer: 'Stele',
        CreationDate: time,
        ModDate: time,
      },
    });
    this.#document.on('data', (chunk: Uint8Array) => this.#chunks.push(chunk));
    this.#document.registerFont('regular', embeddable('regular'));
    this.#document.registerFont('bold', embeddable('bold'));
    this.#structure = this.#document.struct('Document');
    this.#document.addStructure(this.#structure);
    this.#pen = penOf(this.#document);
    this.newPage();
  }

  newPage(): void {
    this.#document.addPage();
    this.#yPt = MARGIN.topPt;
    this.#artifact(() => {
      drawFrame(this.#document);
    });
  }

  /** Stacks the boxes; one that does not fit starts a page, with the headings right before it. */
  stack(boxes: readonly Box[]): void {
    boxes.forEach((box, i) => {
      const neededPt = neededHeight(boxes, i);
      if (this.#yPt + neededPt > PAGE.heightPt - MARGIN.bottomPt) this.newPage();
      else if (this.#yPt > MARGIN.topPt) this.#yPt += box.gapPt ?? 0;
      this.#place(box);
      this.#yPt += box.heightPt;
    });
  }

  attach({ name, mediaType, description, bytes }: Attachment): void {
    const { time } = this.#info;
    // `relationship` is missing in the writer's declarations; ISO 19005-3, 6.8, demands it.
    const options: PDFKit.Mixins.PDFAttachmentOptions & { readonly relationship: string } = {
      name,
      type: mediaType,
      description,
      relationship: 'Source',
      creationDate: time,
      modifiedDate: time,
    };
    this.#document.file(Buffer.from(bytes), options);
  }

  finish(): Promise<Uint8Array> {
    this.#drawFooters();
    this.#structure.end();
    return new Promise((resolve, reject) => {
      this.#document.on('error', reject);
      this.#document.on('end', () => {
        resolve(new Uint8Array(Buffer.concat(this.#chunks)));
      });
      this.#document.end();
    });
  }

  #place(box: Box): void {
    const yPt = this.#yPt;
    if (box.backdrop !== undefined) {
      const { backdrop } = box;
      this.#artifact(() => {
        backdrop(this.#pen, yPt);
      });
    }
    for (const part of box.parts) this.#drawPart(part, yPt);
  }

  #drawPart({ tag, figure, draw }: Part, yPt: number): void {
    const content = this.#document.markStructureContent(tag);
    draw(this.#pen, yPt);
    this.#document.endMarkedContent();
    const options = figure && {
      alt: figure.alternative,
      bbox: cornersOf({ ...figure.area, yPt: yPt + figure.area.yPt }),
    };
    this.#structure.add(this.#document.struct(tag, options ?? {}, [content]));
  }

  #artifact(draw: () => void): void {
    this.#document.markContent('Artifact', { type: 'Layout' });
    draw();
    this.#document.endMarkedContent();
  }

  #drawFooters(): void {
    const { start, count } = this.#document.bufferedPageRange();
    for (let i = 0; i < count; i++) {
      this.#document.switchToPage(start + i);
      this.#document.markContent('Artifact', { type: 'Pagination' });
      const number = `第 ${String(i + 1)} 页，共 ${String(count)} 页  ·  Page ${String(i + 1)} of ${String(count)}`;
      const run = { text: number, style: STYLES.footer };
      this.#footer(this.#info.footer, MARGIN.sidePt);
      this.#footer(number, PAGE.widthPt - MARGIN.sidePt - widthOf(run));
      this.#document.endMarkedContent();
    }
  }

  #footer(text: string, xPt: number): void {
    const [line] = breakLines([{ text, style: STYLES.footer }], PAGE.widthPt);
    if (line !== undefined) this.#pen.text(line, { xPt, yPt: FOOTER_BASE_PT });
  }
}

function neededHeight(boxes: readonly Box[], start: number): number {
  let neededPt = 0;
  for (const { gapPt, heightPt, keepsNext } of boxes.slice(start)) {
    neededPt += (gapPt ?? 0) + heightPt;
    if (keepsNext !== true) break;
  }
  return neededPt;
}

function penOf(document: PDFKit.PDFDocument): Pen {
  return {
    text: (line, place) => {
      drawLine(document, line, place);
    },
    rectangle: ({ xPt, yPt, widthPt, heightPt }, colour) => {
      document.rect(xPt, yPt, widthPt, heightPt).fill(colour);
    },
    rule: ({ xPt, yPt }, lengthPt, colour) => {
      document
        .lineWidth(0.5)
        .moveTo(xPt, yPt)
        .lineTo(xPt + lengthPt, yPt)
        .stroke(colour);
    },
  };
}

function drawLine(document: PDFKit.PDFDocument, line: Line, { xPt, yPt }: Place): void {
  let atPt = xPt;
  for (const run of line.runs) {
    drawRun(document, run, { xPt: atPt, yPt: yPt + line.baselinePt });
    atPt += widthOf(run);
  }
}

/** The document is Chinese; what is not says so, for those who have it read aloud. */
function drawRun(document: PDFKit.PDFDocument, { text, style }: Run, { xPt, yPt }: Place): void {
  if (style.language === 'en') document.markContent('Span', { lang: 'en' });
  document
    .font(style.weight)
    .fontSize(style.sizePt)
    .fillColor(style.colour)
    .text(text, xPt, yPt, { lineBreak: false, baseline: 'alphabetic' });
  if (style.language === 'en') document.endMarkedContent();
}

/** A double frame, as certificates have. */
function drawFrame(document: PDFKit.PDFDocument): void {
  const frame = (insetPt: number, widthPt: number, colour: string): void => {
    document
      .lineWidth(widthPt)
      .rect(insetPt, insetPt, PAGE.widthPt - 2 * insetPt, PAGE.heightPt - 2 * insetPt)
      .stroke(colour);
  };
  frame(FRAME_PT, 1.2, ACCENT);
  frame(FRAME_PT + 3.5, 0.4, RULE);
}

function cornersOf({ xPt, yPt, widthPt, heightPt }: Area): [number, number, number, number] {
  return [xPt, yPt, xPt + widthPt, yPt + heightPt];
}

/** The writer's declarations know files and bytes; its code takes an opened font as well, which saves opening it each time. */
function embeddable(weight: 'regular' | 'bold'): PDFKit.Mixins.PDFFontSource {
  return certificateFont(weight).source as unknown as PDFKit.Mixins.PDFFontSource;
}

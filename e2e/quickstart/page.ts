/** A page of docs/ as a list of its code blocks, in the page's order. */

import { readFileSync } from 'node:fs';

const FENCED = /^```(\S*)\n(.*?)^```$/gms;

export interface Block {
  /** What stands after the fence: sh, ts, python, text. */
  readonly language: string;
  readonly text: string;
}

export function blocksOf(page: string): readonly Block[] {
  const text = readFileSync(new URL(`../../docs/${page}`, import.meta.url), 'utf8');
  return [...text.matchAll(FENCED)].map(([, language = '', block = '']) => ({
    language,
    text: block,
  }));
}

export interface Step {
  readonly commands: string;
  /** What the page says the commands print; `…` stands for anything. Undefined: the page does not say. */
  readonly expected: string | undefined;
}

/** What a reader types, each with the block of output that follows it. */
export function stepsOf(blocks: readonly Block[]): readonly Step[] {
  return blocks.flatMap(({ language, text }, i) => {
    if (language !== 'sh') return [];
    const next = blocks[i + 1];
    return [{ commands: text, expected: next?.language === 'text' ? next.text : undefined }];
  });
}

export interface Program {
  readonly name: string;
  readonly text: string;
}

/** The programs a reader saves, named by the comment in their first line. */
export function programsOf(blocks: readonly Block[]): readonly Program[] {
  return blocks
    .filter(({ language }) => language === 'ts' || language === 'python')
    .map(({ text }) => {
      const [, name = ''] = /^(?:\/\/|#) (\S+)\n/.exec(text) ?? [];
      return { name, text };
    });
}

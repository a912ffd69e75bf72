/** Two texts side by side: which characters of the one are not those of the other. */

export interface Run {
  readonly text: string;
  readonly differs: boolean;
}

/** `text` in runs, compared with `other` place by place. */
export function differences(text: string, other: string): readonly Run[] {
  const runs: { text: string; differs: boolean }[] = [];
  for (let i = 0; i < text.length; i++) {
    const differs = text[i] !== other[i];
    const last = runs.at(-1);
    if (last?.differs === differs) last.text += text.charAt(i);
    else runs.push({ text: text.charAt(i), differs });
  }
  return runs;
}

/** Colour, only where a person looks: on a terminal, and never against NO_COLOR (no-color.org) or a dumb terminal. */

export interface Style {
  readonly good: (text: string) => string;
  readonly bad: (text: string) => string;
  readonly quiet: (text: string) => string;
  readonly strong: (text: string) => string;
}

const plainStyle: Style = { good: same, bad: same, quiet: same, strong: same };

const colourStyle: Style = {
  good: (text) => `\u001b[32m${text}\u001b[39m`,
  bad: (text) => `\u001b[31m${text}\u001b[39m`,
  quiet: (text) => `\u001b[2m${text}\u001b[22m`,
  strong: (text) => `\u001b[1m${text}\u001b[22m`,
};

export function styleFor(
  isTerminal: boolean,
  env: Readonly<Record<string, string | undefined>>,
): Style {
  const wanted = isTerminal && !env['NO_COLOR'] && env['TERM'] !== 'dumb';
  return wanted ? colourStyle : plainStyle;
}

function same(text: string): string {
  return text;
}

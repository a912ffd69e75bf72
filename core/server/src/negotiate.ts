/** Content negotiation (RFC 9110 §12.5.1), as far as it is needed: which of the forms there are does the reader like best? */

interface Range {
  readonly type: string;
  readonly quality: number;
}

/**
 * The first of `forms` (media types, best first) among those that Accept ranks highest; without an Accept the first of all.
 * Undefined when none is acceptable: answer 406 NOT_ACCEPTABLE.
 */
export function negotiate<Form extends string>(
  accept: string | undefined,
  forms: readonly Form[],
): Form | undefined {
  if (accept === undefined || accept.trim() === '') return forms[0];
  const ranges = accept.split(',').map(readRange);
  const ranked = forms
    .map((form) => ({ form, quality: qualityOf(form, ranges) }))
    .filter(({ quality }) => quality > 0);
  return ranked.toSorted((a, b) => b.quality - a.quality)[0]?.form;
}

function readRange(text: string): Range {
  const [type = '', ...parameters] = text.toLowerCase().split(';');
  const quality = parameters
    .map((parameter) => /^\s*q\s*=\s*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\s*$/.exec(parameter)?.[1])
    .find((value) => value !== undefined);
  return { type: type.trim(), quality: quality === undefined ? 1 : Number(quality) };
}

/** The quality of the most specific range that covers the form. */
function qualityOf(form: string, ranges: readonly Range[]): number {
  const [family = ''] = form.split('/');
  for (const wanted of [form, `${family}/*`, '*/*']) {
    const range = ranges.find(({ type }) => type === wanted);
    if (range !== undefined) return range.quality;
  }
  return 0;
}

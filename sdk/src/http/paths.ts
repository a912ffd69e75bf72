/** What the parts of the HTTP transport share: paths of the chain, and answers without the links for those who walk by hand. */

/** A path of the chain. */
export type At = (...parts: readonly string[]) => string;

/** Links are for those who walk the API by hand; the transport's views have none. */
export function withoutLinks<T extends object>(view: T): T {
  return Object.fromEntries(Object.entries(view).filter(([name]) => name !== 'links')) as T;
}

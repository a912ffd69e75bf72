/** Where to go after signing in: the page that sent the reader here, if it is one of ours. */

const ELSEWHERE = 'http://elsewhere.invalid';

/** The path in `?to=`, or the first page: an address of another site in a link must not lead there. */
export function destinationIn(search: string): string {
  const to = new URLSearchParams(search).get('to') ?? '/';
  if (!to.startsWith('/')) return '/';
  const url = URL.parse(to, ELSEWHERE);
  // A path such as `//evil.test`, which `/..//evil.test` comes to, is an address of another site.
  if (url?.origin !== ELSEWHERE || url.pathname.startsWith('//')) return '/';
  return url.pathname === '/sign-in' ? '/' : `${url.pathname}${url.search}`;
}

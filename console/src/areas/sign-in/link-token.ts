/** The token of a sign-in link: in the fragment, which browsers send to nobody, and out of the address bar before it is used. */

const FRAGMENT = /^#sign-in=([\w-]{1,100})$/;

/** The token in a fragment such as `#sign-in=…`. */
export function linkTokenIn(fragment: string): string | undefined {
  return FRAGMENT.exec(fragment)?.[1];
}

/** The token in the address of this page, which loses it: neither history nor a shared address keeps it. */
export function takeLinkToken(): string | undefined {
  const token = linkTokenIn(location.hash);
  if (token === undefined) return undefined;
  history.replaceState(history.state, '', `${location.pathname}${location.search}`);
  return token;
}

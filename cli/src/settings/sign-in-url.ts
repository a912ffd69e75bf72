/** The address of a sign-in link as a browser of this machine opens it. */

/** `path` under `address`; an address of this machine only by its name, since passkeys do not work under numbers. */
export function signInUrl(address: string, path: string): string {
  const url = new URL(path, address);
  const isHere = /^(127\.\d+\.\d+\.\d+|\[::1\])$/.test(url.hostname);
  if (isHere && url.protocol === 'http:') url.hostname = 'localhost';
  return url.href;
}

/**
 * The policy under which a page runs (Content Security Policy Level 3): nothing but what the server itself gave, no script or style that
 * stands in the page unless the policy names it, by a nonce for the console and by hashes for the page that verifies offline, which
 * brings its own (console/build/verify-page.ts).
 */

/** What the build leaves in the console's page for the nonce of each answer. */
export const NONCE_PLACEHOLDER = 'STELE_NONCE';

/** For the console. Styles carry the nonce: a part of it writes them as they are needed. */
export function consolePolicy(nonce: string): string {
  return [
    "default-src 'none'",
    "base-uri 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "frame-ancestors 'none'",
    "form-action 'none'",
  ].join('; ');
}

const OWN_POLICY = /<meta http-equiv="Content-Security-Policy" content="([^"]+)"/;

/**
 * For a page that brings everything along: what its own policy says, and that nobody frames it, which a page cannot say of itself.
 * Undefined when it has none.
 */
export function standalonePolicy(html: string): string | undefined {
  const own = OWN_POLICY.exec(html)?.[1];
  return own && `${own}; frame-ancestors 'none'`;
}

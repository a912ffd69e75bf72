/**
 * The policy under which a page runs (Content Security Policy Level 3): nothing but what the server itself gave, no script or style that
 * stands in the page unless the policy names it, by a nonce for the console and by hashes for the page that verifies offline.
 */

import { createHash } from 'node:crypto';

/** What the build leaves in the console's page for the nonce of each answer. */
export const NONCE_PLACEHOLDER = 'STELE_NONCE';

/** For the console. Styles carry the nonce: a part of it writes them as they are needed. */
export function consolePolicy(nonce: string): string {
  return policy([
    "script-src 'self' 'wasm-unsafe-eval'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "frame-ancestors 'none'",
    "form-action 'none'",
  ]);
}

/** For a page that brings everything along: what its own policy says, and that nobody frames it. */
export function standalonePolicy(html: string): string {
  return policy([
    `script-src ${hashesOf(html, 'script')} 'wasm-unsafe-eval'`,
    `style-src ${hashesOf(html, 'style')}`,
    'img-src data: blob:',
    'font-src data:',
    'worker-src blob:',
    "frame-ancestors 'none'",
    "form-action 'none'",
  ]);
}

function policy(directives: readonly string[]): string {
  return ["default-src 'none'", "base-uri 'none'", ...directives].join('; ');
}

function hashesOf(html: string, element: 'script' | 'style'): string {
  const found = html.matchAll(new RegExp(`<${element}[^>]*>([\\s\\S]*?)</${element}>`, 'g'));
  const hashes = [...found].map(([, text = '']) => {
    return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  });
  return hashes.length === 0 ? "'none'" : hashes.join(' ');
}

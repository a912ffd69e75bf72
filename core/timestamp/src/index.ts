/** @stele/timestamp: RFC 3161 timestamps, asking for them and verifying them (spec/receipt.md, "Timestamps"). */

export { certificatesFromPem } from './certificate.ts';
export { requestToken } from './request-token.ts';
export type { TokenRequest } from './request-token.ts';
export { tokenVerifier } from './verify-token.ts';
export type { TokenTrust, TokenVerifier } from './verify-token.ts';

/** @stele/timestamp/test: a time authority on this machine, for tests of this package and of those that use it. */

export { type Answer, LocalAuthority, opensslForTest, RSA_KEY } from './local-authority.ts';

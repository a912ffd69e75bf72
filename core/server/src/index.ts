/** @stele/server: HTTP scaffolding for daemons: configuration, error envelope, auth hooks, health, metrics. */

export { createServer } from './server.ts';
export type { Server, ServerOptions } from './server.ts';
export type { ListeningAddress } from './listen.ts';
export { checkExposure, needsOwnCertificate } from './exposure.ts';
export type { Exposure } from './exposure.ts';
export type { ApiDescription } from './openapi.ts';
export type { Readiness } from './own-routes.ts';
export { CODES_PATH, PROBLEM_MEDIA_TYPE, ProblemSchema } from './problem/problem.ts';
export type { Fault, Problem } from './problem/problem.ts';
export { joinCatalogues, SERVER_CODES } from './problem/catalogue.ts';
export type { Catalogue, CodeEntry } from './problem/catalogue.ts';
export { bearerKeyId, createBearerKey, createKeyId, keyRecord } from './keys/bearer-key.ts';
export { SCOPES } from './keys/key-record.ts';
export type {
  BearerKeyRecord,
  Caller,
  KeyCaller,
  KeyOwner,
  KeyRecord,
  PersonCaller,
  RequestPublicKey,
  Scope,
  SignatureKeyRecord,
} from './keys/key-record.ts';
export { signatureKeyRecord } from './signatures/verify-request.ts';
export { keyRingOf } from './keys/key-ring.ts';
export type { KeyRing } from './keys/key-ring.ts';
export type { Access } from './keys/access.ts';
export { jsonLog, LOG_LEVELS } from './log/json-log.ts';
export type { LogLevel } from './log/json-log.ts';
export { Counter, createMetrics, Gauge, Histogram } from './metrics.ts';
export type { Metrics } from './metrics.ts';
export type { Timeouts } from './sockets.ts';
export { readConfiguration } from './configuration/configuration.ts';
export type {
  Configuration,
  ConfigurationFault,
  ConfigurationSources,
  SettingNotes,
} from './configuration/configuration.ts';
export { exposureOf, httpSettings } from './configuration/http-settings.ts';
export type { HttpConfiguration } from './configuration/http-settings.ts';
export { readBodies } from './bodies.ts';
export type { BodyLimits, NamedLimit } from './bodies.ts';
export { readJson } from './json-text.ts';
export { EXACT, ONE_LINE, wholeList } from './schema/common.ts';
export { checkAgainst } from './schema/check-against.ts';
export type { FaultFinder } from './schema/check-against.ts';
export { bytesOf, readMultipart } from './multipart.ts';
export type { MultipartBody, MultipartLimits, Part } from './multipart.ts';
export { idempotencyKeyOf } from './idempotency-key.ts';
export { addressReader, clientOf } from './client-address.ts';
export type { AddressOf } from './client-address.ts';
export type { RateLimit } from './rate-limit.ts';
export { csrfTokenOf } from './sessions/csrf-token.ts';
export { believedOrigins } from './sessions/same-origin.ts';
export type { Origins } from './sessions/same-origin.ts';
export { sessionCookie } from './sessions/session-cookie.ts';
export type { SessionCookie } from './sessions/session-cookie.ts';
export type { Session, SessionRing } from './sessions/session-ring.ts';
export { namesOfHost, ownCertificate } from './tls/own-certificate.ts';
export type { OwnCertificate, OwnCertificateOptions } from './tls/own-certificate.ts';
export { negotiate } from './negotiate.ts';
export type { RequestTypes } from './types.ts';

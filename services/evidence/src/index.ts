/** @stele/evidence: the evidence service: notarise a hash, verify it anywhere. */

export { openEvidence } from './service.ts';
export type { EvidenceOptions, EvidenceService } from './service.ts';
export { EVIDENCE_CODES } from './http/catalogue.ts';
export { restoreServiceRows } from './store/restore-rows.ts';
export { openServiceStore } from './store/service-store.ts';
export { readAuthorities } from './timestamps/authorities.ts';
export type { TimeAuthority } from './timestamps/authorities.ts';
export { masterSecretFromFile, masterSecretFromText } from './secrets/master-secret.ts';
export type { MasterSecret } from './secrets/master-secret.ts';
export {
  BATCH_BODY_BYTES_MAX,
  KEYS_PER_CUSTOMER_MAX,
  NAME_CHARACTERS_MAX,
  PUBLIC_LOOKUPS_PER_MINUTE_MAX,
  RECORD_WAIT_MS_MAX,
  RECORDS_WAITING_MAX,
  REFERENCE_CHARACTERS_MAX,
  VERIFICATION_FILE_BYTES_MAX,
  VERIFICATIONS_PER_MINUTE_MAX,
} from './limits.ts';
export { ALL_ROWS, SPACES } from './store/key-space.ts';

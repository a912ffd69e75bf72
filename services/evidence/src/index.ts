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

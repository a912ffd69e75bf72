/** @stele/evidence/forms: receipts in the forms of other standards, without the service around them. */

export { coseReceipt } from './cose-receipt.ts';
export type { CoseIssuer } from './cose-receipt.ts';
export { coseKeySet } from './cose-key.ts';
export { RECEIPT_FORMS, receiptForm, redacted } from './receipt-form.ts';
export type { ReceiptForm, ReceiptFormName, Redaction } from './receipt-form.ts';
export { tlogProof } from './tlog-proof.ts';

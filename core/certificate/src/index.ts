/** @stele/certificate: the certificate of notarisation, made of a receipt, and the receipt taken out of it again. */

export { certificateAddress } from './address.ts';
export type { CertificateAddress, RecordName } from './address.ts';
export { makeCertificate } from './make-certificate.ts';
export type { CertificateOptions } from './make-certificate.ts';
export { CERTIFICATE_BYTES_MAX, receiptInCertificate } from './reader/receipt-in-certificate.ts';

/** Where a reader looks a record up: one address, made here for QR codes, links and certificates alike (docs: STELE_PUBLIC_URL). */

export type CertificateAddress =
  | { readonly kind: 'web'; readonly text: string }
  /** No server is known: a name that says which chain and which record, for a reader who has the receipt. */
  | { readonly kind: 'offline'; readonly text: string };

export interface RecordName {
  /** 64 hex digits. */
  readonly fingerprint: string;
  /** `ev_` and 32 hex digits. */
  readonly id: string;
}

/** `<publicUrl>/look-up?id=ev_…`, or `stele:<fingerprint>/<id>` when the operator has no public address. */
export function certificateAddress(
  { fingerprint, id }: RecordName,
  publicUrl: string | undefined,
): CertificateAddress {
  if (publicUrl === undefined || publicUrl === '') {
    return { kind: 'offline', text: `stele:${fingerprint}/${id}` };
  }
  return { kind: 'web', text: `${publicUrl.replace(/\/+$/, '')}/look-up?id=${id}` };
}

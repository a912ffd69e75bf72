/** What the receipt is called inside a certificate; the one that draws and the one that takes out agree on it here. */

export const ATTACHMENT_NAME = 'receipt.json';
export const ATTACHMENT_MEDIA_TYPE = 'application/vnd.stele.receipt+json';
export const ATTACHMENT_DESCRIPTION =
  '收据：本证书所述事项的可核验凭据 Receipt: the verifiable proof of what this certificate says';

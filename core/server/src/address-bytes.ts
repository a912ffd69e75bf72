/** IP addresses as bytes in network order: 4 for IPv4, 16 for IPv6 (RFC 4291 §2.2 and its forms of writing). */

import { isIPv4 } from 'node:net';

/** The bytes of an address that `isIP` of node:net takes; its zone (`%eth0`) is not part of it. */
export function addressBytes(address: string): Uint8Array<ArrayBuffer> {
  if (isIPv4(address)) return Uint8Array.from(address.split('.'), Number);
  const [bare = ''] = address.split('%', 1);
  const [head = '', tail] = bare.split('::');
  const front = groupBytes(head);
  const back = groupBytes(tail ?? '');
  const bytes = new Uint8Array(16);
  bytes.set(front);
  bytes.set(back, bytes.length - back.length);
  return bytes;
}

function groupBytes(text: string): readonly number[] {
  const groups = text.split(':').filter((group) => group !== '');
  return groups.flatMap((group) =>
    group.includes('.') ? group.split('.').map(Number) : bytesOfGroup(Number.parseInt(group, 16)),
  );
}

function bytesOfGroup(value: number): readonly number[] {
  return [value >> 8, value & 0xff];
}

import { noWebCrypto } from './errors.ts';

/** SHA-256 by the Web Crypto of the platform, 64 hexadecimal digits. Browsers have it on https and on localhost. */
export async function sha256(bytes: Uint8Array): Promise<string> {
  const { subtle } = (globalThis as { crypto?: { subtle?: typeof crypto.subtle } }).crypto ?? {};
  if (subtle === undefined) throw noWebCrypto();
  const hash = new Uint8Array(await subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

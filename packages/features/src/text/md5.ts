// RFC 1321. Tables of the RFC: shifts by round, and floor(2^32 * |sin(i + 1)|).
const shifts = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21];
const sines = Int32Array.from({ length: 64 }, (_, i) => Math.floor(2 ** 32 * Math.abs(Math.sin(i + 1))) | 0);

let bytes = new Uint8Array(256);
const words = new Int32Array(16);

/** The first two 32-bit words of the last digest, little endian as in the RFC. */
const state = new Int32Array(4);

/** Writes `text` as UTF-8 from the start of `bytes`; a lone surrogate becomes U+FFFD. Returns the number of bytes. */
function encode(text: string): number {
  if (bytes.length < text.length * 3 + 72) bytes = new Uint8Array(text.length * 6 + 144);
  let at = 0;
  for (let i = 0; i < text.length; i++) {
    let code = text.charCodeAt(i);
    if (code >= 0xd800 && code <= 0xdfff) {
      const next = code <= 0xdbff ? text.charCodeAt(i + 1) : 0;
      if (next >= 0xdc00 && next <= 0xdfff) {
        code = (code - 0xd800) * 0x400 + (next - 0xdc00) + 0x10000;
        i++;
      } else {
        code = 0xfffd;
      }
    }
    if (code < 0x80) {
      bytes[at++] = code;
    } else if (code < 0x800) {
      bytes[at++] = 0xc0 | (code >> 6);
      bytes[at++] = 0x80 | (code & 63);
    } else if (code < 0x10000) {
      bytes[at++] = 0xe0 | (code >> 12);
      bytes[at++] = 0x80 | ((code >> 6) & 63);
      bytes[at++] = 0x80 | (code & 63);
    } else {
      bytes[at++] = 0xf0 | (code >> 18);
      bytes[at++] = 0x80 | ((code >> 12) & 63);
      bytes[at++] = 0x80 | ((code >> 6) & 63);
      bytes[at++] = 0x80 | (code & 63);
    }
  }
  return at;
}

function digest(text: string): void {
  const length = encode(text);
  const padded = ((length + 8) >> 6) * 64 + 64;
  bytes[length] = 0x80;
  bytes.fill(0, length + 1, padded);
  const bits = length * 8;
  for (let i = 0; i < 4; i++) bytes[padded - 8 + i] = (bits >>> (8 * i)) & 255;
  bytes[padded - 4] = Math.floor(bits / 2 ** 32);
  state[0] = 0x67452301;
  state[1] = 0xefcdab89 | 0;
  state[2] = 0x98badcfe | 0;
  state[3] = 0x10325476;
  for (let block = 0; block < padded; block += 64) {
    for (let i = 0; i < 16; i++) {
      const at = block + i * 4;
      words[i] = bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
    }
    digestBlock();
  }
}

function digestBlock(): void {
  let a = state[0]!;
  let b = state[1]!;
  let c = state[2]!;
  let d = state[3]!;
  for (let i = 0; i < 64; i++) {
    const round = i >> 4;
    let mixed: number;
    let word: number;
    if (round === 0) {
      mixed = (b & c) | (~b & d);
      word = i;
    } else if (round === 1) {
      mixed = (d & b) | (~d & c);
      word = (5 * i + 1) & 15;
    } else if (round === 2) {
      mixed = b ^ c ^ d;
      word = (3 * i + 5) & 15;
    } else {
      mixed = c ^ (b | ~d);
      word = (7 * i) & 15;
    }
    const sum = (a + mixed + sines[i]! + words[word]!) | 0;
    const shift = shifts[round * 4 + (i & 3)]!;
    a = d;
    d = c;
    c = b;
    b = (b + ((sum << shift) | (sum >>> (32 - shift)))) | 0;
  }
  state[0] = (state[0]! + a) | 0;
  state[1] = (state[1]! + b) | 0;
  state[2] = (state[2]! + c) | 0;
  state[3] = (state[3]! + d) | 0;
}

function swapBytes(word: number): number {
  return (((word & 0xff) << 24) | ((word & 0xff00) << 8) | ((word >>> 8) & 0xff00) | (word >>> 24)) >>> 0;
}

/** MD5 of the UTF-8 of a text, 32 hexadecimal digits. */
export function md5(text: string): string {
  digest(text);
  return Array.from(state, (word) => swapBytes(word).toString(16).padStart(8, '0')).join('');
}

/**
 * The first 60 bits of the MD5 of the UTF-8 of a text, modulo `buckets` (up to 2^24): in SQL
 * `('0x' || substr(md5(s), 1, 15))::bigint % buckets`. No big integers: 28 bits and 32 bits, each reduced.
 */
export function hashText(text: string, buckets: number): number {
  digest(text);
  const first = swapBytes(state[0]!);
  const second = swapBytes(state[1]!);
  // 60 bits: the 32 bits of the first word, then the upper 28 bits of the second.
  const low = second >>> 4;
  return ((((first % buckets) * (2 ** 28 % buckets)) % buckets) + (low % buckets)) % buckets;
}

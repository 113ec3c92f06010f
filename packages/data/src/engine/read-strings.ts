/** What a VARCHAR vector of DuckDB looks like from here: 16 bytes a row, texts up to 12 bytes inline. */
interface TextVector {
  getItem(row: number): string | null;
}

const slots = 4096;

/** Turns 16-byte string slots into strings. Short texts seen lately are found again without decoding, and shared. */
export interface TextReader {
  read(vector: TextVector, slotsOfRows: DataView, range: TextRange): void;
}

interface TextRange {
  readonly start: number;
  readonly count: number;
  /** Of the rows of the range, from its start. */
  readonly validity: Uint8Array | undefined;
  readonly into: (string | null)[];
}

export function createTextReader(): TextReader {
  const keys = new Int32Array(slots * 4);
  const texts = new Array<string | undefined>(slots);
  return {
    read(vector, { buffer, byteOffset, byteLength }, { start, count, validity, into }) {
      const words = new Int32Array(buffer, byteOffset, byteLength >> 2);
      const bytes = Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength);
      for (let row = start; row < start + count; row++) {
        if (validity !== undefined && validity[row - start] === 0) {
          into.push(null);
          continue;
        }
        const word = row * 4;
        const length = words[word]!;
        if (length > 12) {
          into.push(vector.getItem(row));
          continue;
        }
        const [a, b, c] = [words[word + 1]!, words[word + 2]!, words[word + 3]!];
        const mixed =
          Math.imul(length ^ Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b), 0x27d4eb2f) ^
          Math.imul(c, 0xc2b2ae35);
        const slot = ((mixed ^ (mixed >>> 15)) >>> 0) % slots;
        const key = slot * 4;
        let text = texts[slot];
        if (
          text === undefined ||
          keys[key] !== length ||
          keys[key + 1] !== a ||
          keys[key + 2] !== b ||
          keys[key + 3] !== c
        ) {
          const at = word * 4 + 4;
          text = bytes.toString('utf8', at, at + length);
          texts[slot] = text;
          keys[key] = length;
          keys[key + 1] = a;
          keys[key + 2] = b;
          keys[key + 3] = c;
        }
        into.push(text);
      }
    },
  };
}

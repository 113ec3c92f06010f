/** A seeded stream of numbers. The same seed gives the same stream on every platform. */
export interface Random {
  /** Uniform in [0, 1), 53 bits. */
  next(): number;
  /** Uniform integer in [0, bound). `bound` is at most 2^32. */
  nextInteger(bound: number): number;
  /** Standard normal. */
  nextNormal(): number;
  /** Shuffles in place (Fisher-Yates) and returns the same array. */
  shuffle<TArray extends { length: number; [index: number]: unknown }>(array: TArray): TArray;
}

/** splitmix32 finaliser: spreads a seed over the state. */
function* splitMix(seed: number): Generator<number, never> {
  let state = seed >>> 0;
  for (;;) {
    state = (state + 0x9e3779b9) >>> 0;
    let z = state;
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    yield (z ^ (z >>> 15)) >>> 0;
  }
}

/**
 * sfc32 (Chris Doty-Humphrey's Small Fast Counter, 128 bits of state) seeded through splitmix32.
 * `stream` gives independent streams of one seed, so that a new consumer does not shift the others.
 */
export function createRandom(seed: number, stream = 0): Random {
  const high = Math.floor(seed / 4294967296) | 0;
  const mix = splitMix((seed | 0) ^ Math.imul(high, 0x85ebca6b) ^ Math.imul(stream + 1, 0xc2b2ae35));
  let a = mix.next().value | 0;
  let b = mix.next().value | 0;
  let c = mix.next().value | 0;
  let counter = 1;
  const nextUint32 = (): number => {
    const result = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + result;
    c |= 0;
    return result >>> 0;
  };
  for (let i = 0; i < 12; i++) nextUint32();

  const next = (): number => (nextUint32() * 2097152 + (nextUint32() >>> 11)) / 9007199254740992;
  const nextInteger = (bound: number): number => {
    // Rejection keeps it exactly uniform: a plain remainder favours small numbers.
    const limit = 4294967296 - (4294967296 % bound);
    for (;;) {
      const value = nextUint32();
      if (value < limit) return value % bound;
    }
  };
  let spare: number | undefined;
  return {
    next,
    nextInteger,
    nextNormal() {
      if (spare !== undefined) {
        const value = spare;
        spare = undefined;
        return value;
      }
      // Box-Muller; 1 - u keeps the logarithm finite.
      const radius = Math.sqrt(-2 * Math.log(1 - next()));
      const angle = 2 * Math.PI * next();
      spare = radius * Math.sin(angle);
      return radius * Math.cos(angle);
    },
    shuffle(array) {
      for (let i = array.length - 1; i > 0; i--) {
        const j = nextInteger(i + 1);
        const held = array[i];
        array[i] = array[j];
        array[j] = held;
      }
      return array;
    },
  };
}

import { createRandom } from '@millrace/core';

/** How often each row occurs in one resample. */
export interface PoissonWeights {
  /** Fills `into` with independent Poisson(1) counts. */
  fill(into: Float64Array): void;
}

/**
 * Counts of a Poisson bootstrap: each row is drawn Poisson(1) times, independently of the others, which is what
 * drawing n of n rows with replacement tends to (Hanley and MacGibbon 2006; Chamandy et al. 2012).
 * The same seed and stream give the same counts.
 */
export function createPoissonWeights(seed: number, stream: number): PoissonWeights {
  const table = poissonTable();
  // sfc32, as createRandom of core, written out: this loop runs once per block and replicate.
  const random = createRandom(seed, stream);
  let a = random.nextInteger(4294967296) | 0;
  let b = random.nextInteger(4294967296) | 0;
  let c = random.nextInteger(4294967296) | 0;
  let counter = 1;
  return {
    fill(into) {
      for (let i = 0; i < into.length; i += 2) {
        const bits = (((a + b) | 0) + counter) | 0;
        counter = (counter + 1) | 0;
        a = b ^ (b >>> 9);
        b = (c + (c << 3)) | 0;
        c = (((c << 21) | (c >>> 11)) + bits) | 0;
        into[i] = table[bits & 65535]!;
        if (i + 1 < into.length) into[i + 1] = table[bits >>> 16]!;
      }
    },
  };
}

/** The Poisson(1) distribution as 65,536 equally probable counts: its mean is 1 within 2e-5. */
function poissonTable(): Uint8Array {
  const table = new Uint8Array(65536);
  let probability = Math.exp(-1);
  let cumulated = probability;
  let count = 0;
  for (let i = 0; i < 65536; i++) {
    while ((i + 0.5) / 65536 > cumulated) {
      count++;
      probability /= count;
      cumulated += probability;
    }
    table[i] = count;
  }
  return table;
}

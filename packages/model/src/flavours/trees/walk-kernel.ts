/** The arrays that walks read and write. */
export interface Walks {
  readonly values: Float64Array;
  readonly codes: Int32Array;
  readonly roots: Int32Array;
  readonly depths: Int32Array;
  /** Where the row of each walk starts. */
  readonly starts: Int32Array;
  readonly results: Float64Array;
}

/** What takes rows through packed trees, and the memory that it does so in. */
export interface WalkKernel {
  readonly name: 'wasm' | 'script';
  /** Numbers that it can reach, 0 at first. */
  floats(count: number): Float64Array;
  integers(count: number): Int32Array;
  /** The function that does the first `count` of some walks, four at a time. `count` is a multiple of four. */
  bind(walks: Walks): (count: number) => void;
}

/** How many numbers the walkers of an ensemble need, all together. */
export interface WalkSizes {
  readonly walkers: number;
  readonly floats: number;
  readonly integers: number;
}

import type { PackedTrees } from './pack-trees.ts';
import type { WalkKernel, WalkSizes } from './walk-kernel.ts';
import { walkModule } from './walk-module.gen.ts';

/** The part of the WebAssembly API that we use; the library types of Node.js leave it out. */
interface WebAssemblyApi {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown };
  readonly Memory: new (size: { readonly initial: number }) => { readonly buffer: ArrayBuffer };
}

interface WalkExports {
  readonly walkNumeric: (about: number, count: number) => void;
  readonly walkMixed: (about: number, count: number) => void;
}

// The layout that assembly/walk.ts describes.
const nodeBytes = 32;
const aboutBytes = 32;
const pageBytes = 65_536;

/**
 * Walks in WebAssembly; undefined where it is missing or forbidden, as by a page's content security policy, or where there is
 * no room for its memory.
 */
export function createWasmWalk(trees: PackedTrees, { walkers, floats, integers }: WalkSizes): WalkKernel | undefined {
  const { next, slot, number, codeSlot, word, bits } = trees;
  const nodes = nodeBytes;
  const words = nodes + next.length * nodeBytes;
  let free = Math.ceil((words + bits.length * 4) / 8) * 8;
  // Each of the seven arrays of a walker may begin up to 7 bytes later than the one before it ends.
  const opened = openModule(free + floats * 8 + integers * 4 + walkers * (aboutBytes + 7 * 8));
  if (opened === undefined) return undefined;
  const { buffer, walkNumeric, walkMixed } = opened;
  const reals = new Float64Array(buffer, 0, words / 8);
  const fields = new Int32Array(buffer, 0, words / 4);
  for (let node = 0; node < next.length; node++) {
    const at = nodes + node * nodeBytes;
    reals[at / 8] = number[node]!;
    fields[at / 4 + 2] = nodes + next[node]! * nodeBytes;
    fields[at / 4 + 3] = slot[node]! * 8;
    fields[at / 4 + 4] = codeSlot[node]! * 4;
    fields[at / 4 + 5] = words + word[node]! * 4;
  }
  new Int32Array(buffer, words, bits.length).set(bits);
  const reserve = (size: number): number => {
    const start = free;
    free = Math.ceil((free + size) / 8) * 8;
    return start;
  };
  const walk = trees.codes.length === 0 ? walkNumeric : walkMixed;
  return {
    name: 'wasm',
    floats: (count) => new Float64Array(buffer, reserve(count * 8), count),
    integers: (count) => new Int32Array(buffer, reserve(count * 4), count),
    bind({ values, codes, starts, roots, depths, results }) {
      const about = reserve(aboutBytes);
      const addresses = [values, codes, starts, roots, depths, results].map(({ byteOffset }) => byteOffset);
      new Int32Array(buffer, about, 7).set([...addresses, nodes]);
      return (count) => walk(about, count);
    },
  };
}

function openModule(bytes: number): (WalkExports & { readonly buffer: ArrayBuffer }) | undefined {
  const { WebAssembly: webAssembly } = globalThis as { readonly WebAssembly?: WebAssemblyApi };
  if (webAssembly === undefined) return undefined;
  try {
    const compiled = new webAssembly.Module(Uint8Array.from(atob(walkModule), (letter) => letter.charCodeAt(0)));
    const memory = new webAssembly.Memory({ initial: Math.ceil(bytes / pageBytes) });
    const { walkNumeric, walkMixed } = new webAssembly.Instance(compiled, { env: { memory } }).exports as WalkExports;
    return { buffer: memory.buffer, walkNumeric, walkMixed };
  } catch {
    return undefined;
  }
}

// The walk of src/flavours/trees/script-walk.ts, with the same comparisons. All addresses are bytes.

// A node takes 32 bytes: f64 threshold or leaf value, then the address of its right child, how far its value and its code
// stand behind the start of a row, and the address of its bits. The left child stands behind the right one.
const NODE_BITS = 5;
const CHILD = 8;
const VALUE = 12;
const CODE = 16;
const BITS = 20;

/** Steps after which it pays to see whether all four walks stand still. */
const PATIENCE = 10;

function number(node: usize): f64 {
  return load<f64>(node);
}

// What the splits of trees are, known when this is compiled: types are all that AssemblyScript tells apart then.
type Numeric = f64;
type Mixed = i32;

/** The node after `node`. A numeric split finds bit 0, a categorical one compares with NaN: one of the two is always 0. */
function step<TSplits>(node: usize, values: usize, codes: usize): usize {
  let isLeft = <usize>(load<f64>(values + <usize>load<u32>(node, VALUE)) <= number(node));
  if (isInteger<TSplits>()) {
    const code = load<u32>(codes + <usize>load<u32>(node, CODE));
    isLeft |= <usize>((load<u32>(<usize>load<u32>(node, BITS) + <usize>((code >> 5) << 2)) >> (code & 31)) & 1);
  }
  return <usize>load<u32>(node, CHILD) + (isLeft << NODE_BITS);
}

/**
 * Does the first `count` walks, four at a time. `about` points to the addresses of: values and codes of the rows, where the
 * row of each walk starts among them, roots, depths of four walks, results, and nodes; all but values and results hold
 * integers.
 */
function walk<TSplits>(about: usize, count: i32): void {
  const values = <usize>load<u32>(about);
  const codes = <usize>load<u32>(about, 4);
  const starts = <usize>load<u32>(about, 8);
  const roots = <usize>load<u32>(about, 12);
  const depths = <usize>load<u32>(about, 16);
  const results = <usize>load<u32>(about, 20);
  const nodes = <usize>load<u32>(about, 24);
  for (let i = 0; i < count; i += 4) {
    const at = (<usize>i) << 2;
    const rowA = <usize>load<u32>(starts + at);
    const rowB = <usize>load<u32>(starts + at, 4);
    const rowC = <usize>load<u32>(starts + at, 8);
    const rowD = <usize>load<u32>(starts + at, 12);
    const valuesA = values + (rowA << 3);
    const valuesB = values + (rowB << 3);
    const valuesC = values + (rowC << 3);
    const valuesD = values + (rowD << 3);
    const codesA = codes + (rowA << 2);
    const codesB = codes + (rowB << 2);
    const codesC = codes + (rowC << 2);
    const codesD = codes + (rowD << 2);
    let a = nodes + ((<usize>load<u32>(roots + at)) << NODE_BITS);
    let b = nodes + ((<usize>load<u32>(roots + at, 4)) << NODE_BITS);
    let c = nodes + ((<usize>load<u32>(roots + at, 8)) << NODE_BITS);
    let d = nodes + ((<usize>load<u32>(roots + at, 12)) << NODE_BITS);
    const steps = load<i32>(depths + <usize>i);
    for (let taken = 0; taken < steps; taken++) {
      const toA = step<TSplits>(a, valuesA, codesA);
      const toB = step<TSplits>(b, valuesB, codesB);
      const toC = step<TSplits>(c, valuesC, codesC);
      const toD = step<TSplits>(d, valuesD, codesD);
      if (taken >= PATIENCE && toA === a && toB === b && toC === c && toD === d) break;
      a = toA;
      b = toB;
      c = toC;
      d = toD;
    }
    const into = results + ((<usize>i) << 3);
    store<f64>(into, number(a));
    store<f64>(into, number(b), 8);
    store<f64>(into, number(c), 16);
    store<f64>(into, number(d), 24);
  }
}

/** Trees without categorical splits. */
export function walkNumeric(about: usize, count: i32): void {
  walk<Numeric>(about, count);
}

export function walkMixed(about: usize, count: i32): void {
  walk<Mixed>(about, count);
}

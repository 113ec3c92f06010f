// The walks of src/flavours/trees/script-walk.ts, with the same comparisons. All addresses are bytes.

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

function stepNumeric(node: usize, values: usize): usize {
  const isLeft = load<f64>(values + <usize>load<u32>(node, VALUE)) <= number(node);
  return <usize>load<u32>(node, CHILD) + ((<usize>isLeft) << NODE_BITS);
}

function stepMixed(node: usize, values: usize, codes: usize): usize {
  const isLeft = load<f64>(values + <usize>load<u32>(node, VALUE)) <= number(node);
  const code = load<u32>(codes + <usize>load<u32>(node, CODE));
  const bit = (load<u32>(<usize>load<u32>(node, BITS) + <usize>((code >> 5) << 2)) >> (code & 31)) & 1;
  return <usize>load<u32>(node, CHILD) + (((<usize>isLeft) | (<usize>bit)) << NODE_BITS);
}

/**
 * Does the first `count` walks, four at a time. `about` points to the addresses of: values and codes of the rows, the first
 * value of each walk's row, roots, depths of four walks, and results; all but values, codes and results hold integers.
 */
export function walkNumeric(about: usize, count: i32): void {
  const values = <usize>load<u32>(about);
  const starts = <usize>load<u32>(about, 8);
  const roots = <usize>load<u32>(about, 12);
  const depths = <usize>load<u32>(about, 16);
  const results = <usize>load<u32>(about, 20);
  const nodes = <usize>load<u32>(about, 24);
  for (let i = 0; i < count; i += 4) {
    const at = (<usize>i) << 2;
    const rowA = values + ((<usize>load<u32>(starts + at)) << 3);
    const rowB = values + ((<usize>load<u32>(starts + at, 4)) << 3);
    const rowC = values + ((<usize>load<u32>(starts + at, 8)) << 3);
    const rowD = values + ((<usize>load<u32>(starts + at, 12)) << 3);
    let a = nodes + ((<usize>load<u32>(roots + at)) << NODE_BITS);
    let b = nodes + ((<usize>load<u32>(roots + at, 4)) << NODE_BITS);
    let c = nodes + ((<usize>load<u32>(roots + at, 8)) << NODE_BITS);
    let d = nodes + ((<usize>load<u32>(roots + at, 12)) << NODE_BITS);
    const steps = load<i32>(depths + <usize>i);
    for (let step = 0; step < steps; step++) {
      const toA = stepNumeric(a, rowA);
      const toB = stepNumeric(b, rowB);
      const toC = stepNumeric(c, rowC);
      const toD = stepNumeric(d, rowD);
      if (step >= PATIENCE && toA === a && toB === b && toC === c && toD === d) break;
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

/** The same where some splits are categorical. */
export function walkMixed(about: usize, count: i32): void {
  const values = <usize>load<u32>(about);
  const codes = <usize>load<u32>(about, 4);
  const starts = <usize>load<u32>(about, 8);
  const roots = <usize>load<u32>(about, 12);
  const depths = <usize>load<u32>(about, 16);
  const results = <usize>load<u32>(about, 20);
  const nodes = <usize>load<u32>(about, 24);
  for (let i = 0; i < count; i += 4) {
    const at = (<usize>i) << 2;
    const startA = <usize>load<u32>(starts + at);
    const startB = <usize>load<u32>(starts + at, 4);
    const startC = <usize>load<u32>(starts + at, 8);
    const startD = <usize>load<u32>(starts + at, 12);
    const rowA = values + (startA << 3);
    const rowB = values + (startB << 3);
    const rowC = values + (startC << 3);
    const rowD = values + (startD << 3);
    const codesA = codes + (startA << 2);
    const codesB = codes + (startB << 2);
    const codesC = codes + (startC << 2);
    const codesD = codes + (startD << 2);
    let a = nodes + ((<usize>load<u32>(roots + at)) << NODE_BITS);
    let b = nodes + ((<usize>load<u32>(roots + at, 4)) << NODE_BITS);
    let c = nodes + ((<usize>load<u32>(roots + at, 8)) << NODE_BITS);
    let d = nodes + ((<usize>load<u32>(roots + at, 12)) << NODE_BITS);
    const steps = load<i32>(depths + <usize>i);
    for (let step = 0; step < steps; step++) {
      const toA = stepMixed(a, rowA, codesA);
      const toB = stepMixed(b, rowB, codesB);
      const toC = stepMixed(c, rowC, codesC);
      const toD = stepMixed(d, rowD, codesD);
      if (step >= PATIENCE && toA === a && toB === b && toC === c && toD === d) break;
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

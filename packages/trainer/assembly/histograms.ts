import {
  ACTIVE,
  ACTIVE_COUNT,
  BINS,
  COUNT_SHIFT,
  FEATURE_BYTES,
  FEATURES,
  GRADIENTS,
  JOB_BYTES,
  JOBS,
  NODE_GRADIENTS,
  ORDER_EVEN,
  ORDER_ODD,
  ROW_COUNT,
  SLOT_BYTES,
  SLOTS,
} from '../src/trees/wasm/kernel-fields';
import { address, field } from './memory';
import { aimScan, scan } from './scan';

// What the loops over rows read. A bin of a histogram is 16 bytes: the gradient sum, and the row count above the hessian sum.
let order: usize = 0;
let gradients: usize = 0;
let rowsInNode: i32 = 0;
let unit: v128 = i64x2.splat(0);
let bins0: usize = 0;
let bins1: usize = 0;
let bins2: usize = 0;
let bins3: usize = 0;
let sums0: usize = 0;
let sums1: usize = 0;
let sums2: usize = 0;
let sums3: usize = 0;

function addTo(sums: usize, bin: u32, row: v128): void {
  const at = sums + ((<usize>bin) << 4);
  v128.store(at, i64x2.add(v128.load(at), row));
}

function gradientAt(gradients: usize, i: i32, unit: v128): v128 {
  return i64x2.add(i64x2.extend_low_i32x4_s(v128.load64_zero(gradients + ((<usize>i) << 3))), unit);
}

function countFourInTableOrder(): void {
  const a = bins0,
    b = bins1,
    c = bins2,
    d = bins3;
  const p = sums0,
    q = sums1,
    r = sums2,
    s = sums3;
  const from = gradients,
    one = unit,
    count = rowsInNode;
  for (let i = 0; i < count; i++) {
    const row = gradientAt(from, i, one);
    addTo(p, load<u8>(a + <usize>i), row);
    addTo(q, load<u8>(b + <usize>i), row);
    addTo(r, load<u8>(c + <usize>i), row);
    addTo(s, load<u8>(d + <usize>i), row);
  }
}

function countFour(): void {
  const a = bins0,
    b = bins1,
    c = bins2,
    d = bins3;
  const p = sums0,
    q = sums1,
    r = sums2,
    s = sums3;
  const from = gradients,
    one = unit,
    count = rowsInNode,
    rows = order;
  for (let i = 0; i < count; i++) {
    const at = <usize>load<u32>(rows + ((<usize>i) << 2));
    const row = gradientAt(from, i, one);
    addTo(p, load<u8>(a + at), row);
    addTo(q, load<u8>(b + at), row);
    addTo(r, load<u8>(c + at), row);
    addTo(s, load<u8>(d + at), row);
  }
}

function countOne(isInTableOrder: bool): void {
  const a = bins0,
    p = sums0,
    from = gradients,
    one = unit,
    count = rowsInNode,
    rows = order;
  for (let i = 0; i < count; i++) {
    const at = isInTableOrder ? <usize>i : <usize>load<u32>(rows + ((<usize>i) << 2));
    addTo(p, load<u8>(a + at), gradientAt(from, i, one));
  }
}

function featureAt(group: i32, index: i32): i32 {
  return load<i32>(address(ACTIVE) + ((<usize>(group * 4 + index)) << 2));
}

function binsOf(feature: i32): usize {
  return address(BINS) + <usize>feature * <usize>field(ROW_COUNT);
}

function sumsOf(feature: i32, slot: usize): usize {
  return slot + ((<usize>load<u32>(address(FEATURES) + <usize>feature * FEATURE_BYTES, 4)) << 4);
}

function bytesOf(feature: i32): usize {
  return (<usize>(load<u32>(address(FEATURES) + <usize>feature * FEATURE_BYTES) + 1)) << 4;
}

/** One job of one group of up to four features: counts the smaller node, derives the larger, and scans both for splits. */
export function countHistograms(task: i32): void {
  const activeCount = field(ACTIVE_COUNT);
  const groups = (activeCount + 3) >> 2;
  const jobIndex = task / groups;
  const group = task - jobIndex * groups;
  const job = address(JOBS) + <usize>jobIndex * JOB_BYTES;
  const start = load<i32>(job);
  const isInTableOrder = load<i32>(job, 20) !== 0;
  const slot = address(SLOTS) + <usize>load<i32>(job, 12) * <usize>field(SLOT_BYTES);
  const largerSlot = load<i32>(job, 16);
  const members = min<i32>(4, activeCount - group * 4);

  order = address(load<i32>(job, 8) !== 0 ? ORDER_ODD : ORDER_EVEN) + ((<usize>start) << 2);
  gradients = address(isInTableOrder ? GRADIENTS : NODE_GRADIENTS) + ((<usize>start) << 3);
  rowsInNode = load<i32>(job, 4) - start;
  unit = i64x2.replace_lane(i64x2.splat(0), 1, (<i64>1) << field(COUNT_SHIFT));
  for (let i = 0; i < members; i++) {
    const feature = featureAt(group, i);
    memory.fill(sumsOf(feature, slot), 0, bytesOf(feature));
  }
  if (members === 4) {
    bins0 = binsOf(featureAt(group, 0));
    bins1 = binsOf(featureAt(group, 1));
    bins2 = binsOf(featureAt(group, 2));
    bins3 = binsOf(featureAt(group, 3));
    sums0 = sumsOf(featureAt(group, 0), slot);
    sums1 = sumsOf(featureAt(group, 1), slot);
    sums2 = sumsOf(featureAt(group, 2), slot);
    sums3 = sumsOf(featureAt(group, 3), slot);
    if (isInTableOrder) countFourInTableOrder();
    else countFour();
  } else {
    for (let i = 0; i < members; i++) {
      bins0 = binsOf(featureAt(group, i));
      sums0 = sumsOf(featureAt(group, i), slot);
      countOne(isInTableOrder);
    }
  }
  for (let i = 0; i < members; i++) {
    const feature = featureAt(group, i);
    const position = group * 4 + i;
    const counted = sumsOf(feature, slot);
    aimScan(jobIndex * 2 * activeCount + position, feature);
    scan(counted, job + 32);
    if (largerSlot < 0) continue;
    const derived = sumsOf(feature, address(SLOTS) + <usize>largerSlot * <usize>field(SLOT_BYTES));
    const bytes = bytesOf(feature);
    for (let at: usize = 0; at < bytes; at += 16) {
      v128.store(derived + at, i64x2.sub(v128.load(derived + at), v128.load(counted + at)));
    }
    aimScan((jobIndex * 2 + 1) * activeCount + position, feature);
    scan(derived, job + 56);
  }
}

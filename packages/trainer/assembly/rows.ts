import {
  BINS,
  CHUNK_BYTES,
  CHUNK_ROUTE,
  CHUNK_ROWS,
  CHUNKS,
  CLASS_INDEX,
  DIRECTIONS,
  GRADIENTS,
  NODE_BYTES,
  NODE_GRADIENTS,
  ORDER_EVEN,
  ORDER_ODD,
  ROUTE_BINS,
  ROUTE_ROWS,
  ROUTE_SCORES,
  ROW_COUNT,
  SCORES,
  TREE_NODES,
  TREE_ROUTES,
  TREE_VALUES,
  TREES_PER_ROUND,
} from '../src/trees/wasm/kernel-fields';
import { address, field } from './memory';

/** Notes for each row of a chunk whether it goes left, and counts those that do. */
export function findDirections(task: i32): void {
  const chunk = address(CHUNKS) + <usize>task * CHUNK_BYTES;
  const start = <usize>load<u32>(chunk);
  const end = <usize>load<u32>(chunk, 4);
  const order = address(load<i32>(chunk, 8) !== 0 ? ORDER_ODD : ORDER_EVEN);
  const bins = address(BINS) + <usize>load<i32>(chunk, 12) * <usize>field(ROW_COUNT);
  const directions = address(DIRECTIONS);
  const route = chunk + CHUNK_ROUTE;
  let left: u32 = 0;
  if (load<i32>(chunk, 16) !== 0) {
    for (let i = start; i < end; i++) {
      const goesLeft = load<u8>(route + <usize>load<u8>(bins + i));
      store<u8>(directions + i, goesLeft);
      left += goesLeft;
    }
  } else {
    for (let i = start; i < end; i++) {
      const goesLeft = load<u8>(route + <usize>load<u8>(bins + <usize>load<u32>(order + (i << 2))));
      store<u8>(directions + i, goesLeft);
      left += goesLeft;
    }
  }
  store<u32>(chunk, left, 32);
}

/** Moves the rows of a chunk to where their children lie in the other order, and gathers gradients of one side. */
export function scatterRows(task: i32): void {
  const chunk = address(CHUNKS) + <usize>task * CHUNK_BYTES;
  const start = <usize>load<u32>(chunk);
  const end = <usize>load<u32>(chunk, 4);
  const isOdd = load<i32>(chunk, 8) !== 0;
  const from = address(isOdd ? ORDER_ODD : ORDER_EVEN);
  const to = address(isOdd ? ORDER_EVEN : ORDER_ODD);
  const isInTableOrder = load<i32>(chunk, 16) !== 0;
  const side = load<i32>(chunk, 20);
  const directions = address(DIRECTIONS);
  const leftStart = <usize>load<u32>(chunk, 24);
  let left = to + (leftStart << 2);
  let right = to + ((<usize>load<u32>(chunk, 28)) << 2);
  for (let i = start; i < end; i++) {
    const row = isInTableOrder ? <u32>i : load<u32>(from + (i << 2));
    const goesLeft = <usize>load<u8>(directions + i);
    store<u32>(goesLeft !== 0 ? left : right, row);
    left += goesLeft << 2;
    right += 4 - (goesLeft << 2);
  }
  if (side === 0) return;
  const first = side === 1 ? leftStart : <usize>load<u32>(chunk, 28);
  const last = ((side === 1 ? left : right) - to) >> 2;
  const gradients = address(GRADIENTS);
  const gathered = address(NODE_GRADIENTS);
  for (let i = first; i < last; i++) {
    store<u64>(gathered + (i << 3), load<u64>(gradients + ((<usize>load<u32>(to + (i << 2))) << 3)));
  }
}

/** Adds the value of a leaf to the scores of a chunk of its rows. The value stands where a route would. */
export function addLeaf(task: i32): void {
  const chunk = address(CHUNKS) + <usize>task * CHUNK_BYTES;
  const start = <usize>load<u32>(chunk);
  const end = <usize>load<u32>(chunk, 4);
  const order = address(load<i32>(chunk, 8) !== 0 ? ORDER_ODD : ORDER_EVEN);
  const isInTableOrder = load<i32>(chunk, 16) !== 0;
  const value = load<f64>(chunk, CHUNK_ROUTE);
  const width = <usize>field(TREES_PER_ROUND);
  const scores = address(SCORES) + ((<usize>field(CLASS_INDEX)) << 3);
  for (let i = start; i < end; i++) {
    const row = isInTableOrder ? i : <usize>load<u32>(order + (i << 2));
    const at = scores + ((row * width) << 3);
    store<f64>(at, load<f64>(at) + value);
  }
}

/** Walks the tree for one run of rows of the table to route, and adds its values to their scores. */
export function routeRows(task: i32): void {
  const rowCount = field(ROUTE_ROWS);
  const bins = address(ROUTE_BINS);
  const nodes = address(TREE_NODES);
  const routes = address(TREE_ROUTES);
  const values = address(TREE_VALUES);
  const width = <usize>field(TREES_PER_ROUND);
  const scores = address(ROUTE_SCORES) + ((<usize>field(CLASS_INDEX)) << 3);
  const start = task * field(CHUNK_ROWS);
  const end = min<i32>(rowCount, start + field(CHUNK_ROWS));
  for (let row = start; row < end; row++) {
    let node: usize = 0;
    let left = load<i32>(nodes, 4);
    while (left >= 0) {
      const about = nodes + node * NODE_BYTES;
      const bin = <usize>load<u8>(bins + <usize>load<i32>(about) * <usize>rowCount + <usize>row);
      node = <usize>(load<u8>(routes + (node << 8) + bin) !== 0 ? left : load<i32>(about, 8));
      left = load<i32>(nodes + node * NODE_BYTES, 4);
    }
    const at = scores + ((<usize>row * width) << 3);
    store<f64>(at, load<f64>(at) + load<f64>(values + (node << 3)));
  }
}

import { HEADER, REALS } from '../src/trees/wasm/kernel-fields';

export function field(index: i32): i32 {
  return load<i32>(HEADER + (index << 2));
}

export function address(index: i32): usize {
  return <usize>load<u32>(HEADER + (index << 2));
}

export function real(index: i32): f64 {
  return load<f64>(REALS + (index << 3));
}

import type { MapperNode } from '../graph/fitted-graph.ts';
import type { Binding } from './bind-node.ts';

/** Arithmetic. Missing is NaN, which IEEE operations hand on; an operation that gives NaN gives missing. */
export function bindNumeric(node: MapperNode, { inputs, out: target }: Binding): (() => void) | undefined {
  const [a, b] = inputs as readonly [Float64Array, Float64Array];
  const out = target as Float64Array;
  switch (node.op) {
    case 'add':
      return () => {
        for (let i = 0; i < out.length; i++) out[i] = a[i]! + b[i]!;
      };
    case 'subtract':
      return () => {
        for (let i = 0; i < out.length; i++) out[i] = a[i]! - b[i]!;
      };
    case 'multiply':
      return () => {
        for (let i = 0; i < out.length; i++) out[i] = a[i]! * b[i]!;
      };
    case 'divide':
      return () => {
        for (let i = 0; i < out.length; i++) out[i] = b[i] === 0 ? Number.NaN : a[i]! / b[i]!;
      };
    case 'minimum':
      return () => {
        for (let i = 0; i < out.length; i++) out[i] = Math.min(a[i]!, b[i]!);
      };
    case 'maximum':
      return () => {
        for (let i = 0; i < out.length; i++) out[i] = Math.max(a[i]!, b[i]!);
      };
    case 'negate':
      return () => {
        for (let i = 0; i < out.length; i++) out[i] = -a[i]!;
      };
    case 'absolute':
      return () => {
        for (let i = 0; i < out.length; i++) out[i] = Math.abs(a[i]!);
      };
    case 'floor':
      return () => {
        for (let i = 0; i < out.length; i++) out[i] = Math.floor(a[i]!);
      };
    case 'squareRoot':
      return () => {
        for (let i = 0; i < out.length; i++) out[i] = Math.sqrt(a[i]!);
      };
    case 'log1p':
      return () => {
        for (let i = 0; i < out.length; i++) out[i] = a[i]! > -1 ? Math.log1p(a[i]!) : Number.NaN;
      };
    case 'clip': {
      const least = node.settings.minimum ?? Number.NEGATIVE_INFINITY;
      const most = node.settings.maximum ?? Number.POSITIVE_INFINITY;
      return () => {
        for (let i = 0; i < out.length; i++) out[i] = a[i]! < least ? least : a[i]! > most ? most : a[i]!;
      };
    }
    case 'scale': {
      const { offset, divisor } = node.settings;
      return () => {
        for (let i = 0; i < out.length; i++) out[i] = (a[i]! - offset) / divisor;
      };
    }
    case 'sine': {
      const factor = (2 * Math.PI) / node.settings.period;
      return () => {
        for (let i = 0; i < out.length; i++) out[i] = Math.sin(a[i]! * factor);
      };
    }
    case 'cosine': {
      const factor = (2 * Math.PI) / node.settings.period;
      return () => {
        for (let i = 0; i < out.length; i++) out[i] = Math.cos(a[i]! * factor);
      };
    }
    default:
      return undefined;
  }
}

import { timeUnits } from '../expression/operators.ts';
import type { MapperNode } from '../graph/fitted-graph.ts';
import {
  dayOfMonthOf,
  dayOfWeekOf,
  dayOfYearOf,
  hourOfDayOf,
  minuteOfDayOf,
  monthOf,
  secondOfDayOf,
  yearOf,
} from '../time/calendar.ts';
import type { Binding } from './bind-node.ts';

/** Parts and arithmetic of moments. NaN goes through the arithmetic of the calendar as NaN, save where it branches. */
export function bindMoment(node: MapperNode, { inputs, out: target }: Binding): (() => void) | undefined {
  const [a, b] = inputs as readonly [Float64Array, Float64Array];
  const out = target as Float64Array;
  switch (node.op) {
    case 'year':
      return () => {
        for (let i = 0; i < out.length; i++) out[i] = yearOf(a[i]!);
      };
    case 'month':
      return () => {
        for (let i = 0; i < out.length; i++) out[i] = monthOf(a[i]!);
      };
    case 'dayOfMonth':
      return () => {
        for (let i = 0; i < out.length; i++) out[i] = dayOfMonthOf(a[i]!);
      };
    case 'dayOfYear':
      return () => {
        for (let i = 0; i < out.length; i++) out[i] = dayOfYearOf(a[i]!);
      };
    case 'dayOfWeek':
      return () => {
        for (let i = 0; i < out.length; i++) out[i] = dayOfWeekOf(a[i]!);
      };
    case 'hourOfDay':
      return () => {
        for (let i = 0; i < out.length; i++) out[i] = hourOfDayOf(a[i]!);
      };
    case 'minuteOfDay':
      return () => {
        for (let i = 0; i < out.length; i++) out[i] = minuteOfDayOf(a[i]!);
      };
    case 'secondOfDay':
      return () => {
        for (let i = 0; i < out.length; i++) out[i] = secondOfDayOf(a[i]!);
      };
    case 'timeBetween': {
      const unit = timeUnits[node.settings.unit];
      return () => {
        for (let i = 0; i < out.length; i++) out[i] = (b[i]! - a[i]!) / unit;
      };
    }
    case 'addTime': {
      const unit = timeUnits[node.settings.unit];
      return () => {
        for (let i = 0; i < out.length; i++) {
          const moved = a[i]! + Math.floor(b[i]! * unit + 0.5);
          out[i] = Math.abs(moved) <= Number.MAX_SAFE_INTEGER ? moved : Number.NaN;
        }
      };
    }
    default:
      return undefined;
  }
}

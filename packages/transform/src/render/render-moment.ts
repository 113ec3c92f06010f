import type { TimestampPart } from '@millrace/data';
import { timeUnits, type MapperNode } from '@millrace/features';
import { doubleLiteral } from './literal.ts';
import type { Operands } from './render-node.ts';

const parts: Readonly<Record<string, TimestampPart>> = {
  year: 'year',
  month: 'month',
  dayOfMonth: 'day',
  dayOfYear: 'dayOfYear',
  dayOfWeek: 'isoDayOfWeek',
};

/** Moments are BIGINT microseconds. Times of day are the remainder of a day, which is negative before 1970 in SQL. */
export function renderMoment(node: MapperNode, { operands: [a = '', b = ''], dialect }: Operands): string | undefined {
  const part = Object.hasOwn(parts, node.op) ? parts[node.op] : undefined;
  if (part !== undefined) return `cast(${dialect.timestampPart(part, dialect.timestampOf(a))} as double)`;
  const timeOfDay = `(((${a} % ${timeUnits.days}) + ${timeUnits.days}) % ${timeUnits.days})`;
  const wholeUnits = (unit: number): string => `cast(${dialect.wholeQuotient(timeOfDay, String(unit))} as double)`;
  switch (node.op) {
    case 'hourOfDay':
      return wholeUnits(timeUnits.hours);
    case 'minuteOfDay':
      return wholeUnits(timeUnits.minutes);
    case 'secondOfDay':
      return wholeUnits(timeUnits.seconds);
    case 'timeBetween':
      return `(cast(${b} - ${a} as double) / ${doubleLiteral(timeUnits[node.settings.unit])})`;
    case 'addTime': {
      const unit = doubleLiteral(timeUnits[node.settings.unit]);
      const moved = `(cast(${a} as double) + floor(${b} * ${unit} + 5e-1))`;
      return `case when abs(${moved}) <= ${doubleLiteral(Number.MAX_SAFE_INTEGER)} then cast(${moved} as bigint) end`;
    }
    default:
      return undefined;
  }
}

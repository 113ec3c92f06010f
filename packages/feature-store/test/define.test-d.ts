import { flag, number, text, timestamp } from '@millrace/features';
import { expectTypeOf } from 'vitest';
import { count, defineFeatureView, last, max, mean, sum, type FeatureView } from '@millrace/feature-store';

const declared = defineFeatureView({
  name: 'flights',
  eventTime: 'date',
  availableTime: timestamp('landed'),
  windows: ['1h', '24h'],
  values: {
    flights: count(),
    share: mean(flag('late')),
    newest: max(timestamp('date')),
    carrier: last(text('carrier')),
  },
});
expectTypeOf(declared).toEqualTypeOf<FeatureView>();

// @ts-expect-error a text has no mean
mean(text('origin'));
// @ts-expect-error moments do not add up
sum(timestamp('date'));
// @ts-expect-error texts have no largest
max(text('origin'));
// @ts-expect-error a year is no unit of a window
defineFeatureView({ ...declared, windows: ['1y'] });
// @ts-expect-error an event becomes known at a moment, not at a number
defineFeatureView({ ...declared, availableTime: number('delay') });

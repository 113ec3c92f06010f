import { count, defineEntity, defineFeatureView, listFeatures, mean, type FeatureView } from '@millrace/feature-store';
import {
  add,
  addTime,
  dayOfWeek,
  defineFeatures,
  divide,
  greaterThan,
  minuteOfDay,
  number,
  text,
  timestamp,
  vocabulary,
  type FeatureSet,
} from '@millrace/features';

// The declarations of apps/flight-delays: an app has no door through which they could be imported.
const late = greaterThan(number('delay'), 15);
export const landedAt = addTime(timestamp('date'), add(30, divide(number('distance'), 7.5)), 'minutes');

const departures = defineEntity({ name: 'departures', keys: ['origin'] });
const arrivals = defineEntity({ name: 'arrivals', keys: ['destination'] });
const flown = {
  eventTime: 'date',
  availableTime: landedAt,
  windows: ['1h', '3h', '24h'],
  values: { flights: count(), mean_delay: mean(number('delay')), share_late: mean(late) },
} as const;

/** Four groups of flights that had landed, three windows, three values: 36 columns. */
export const views: readonly FeatureView[] = [
  defineFeatureView({ name: 'from_origin', entity: departures, ...flown }),
  defineFeatureView({ name: 'to_destination', entity: arrivals, ...flown }),
  defineFeatureView({ name: 'from_destination', entity: departures, joinOn: { origin: 'destination' }, ...flown }),
  defineFeatureView({ name: 'everywhere', ...flown }),
];

export const pointInTimeNames: readonly string[] = views.flatMap((view) => listFeatures(view)).map(({ name }) => name);

/** 41 features and the label. */
export const features: FeatureSet = defineFeatures({
  minute_of_day: minuteOfDay(timestamp('date')),
  weekday: dayOfWeek(timestamp('date')),
  distance: number('distance'),
  origin: vocabulary(text('origin')),
  destination: vocabulary(text('destination')),
  ...Object.fromEntries(pointInTimeNames.map((name) => [name, number(name)])),
  late,
});

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
import { count, defineEntity, defineFeatureView, listFeatures, mean, type FeatureView } from '@millrace/feature-store';

/** Late: it arrives more than 15 minutes after its time. */
const late = greaterThan(number('delay'), 15);

/**
 * When the outcome of a flight is known: taxi and approach of about half an hour, and 7.5 miles a minute between.
 * A flight counts for others from then on, not from its departure: at departure nobody knows how late it will arrive.
 */
export const landedAt = addTime(timestamp('date'), add(30, divide(number('distance'), 7.5)), 'minutes');

const departures = defineEntity({ name: 'departures', keys: ['origin'] });
const arrivals = defineEntity({ name: 'arrivals', keys: ['destination'] });

const flown = {
  eventTime: 'date',
  availableTime: landedAt,
  windows: ['1h', '3h', '24h'],
  values: { flights: count(), mean_delay: mean(number('delay')), share_late: mean(late) },
} as const;

/** What was known at the moment of a departure: four groups of flights that had landed, three windows, three values. */
export const views: readonly FeatureView[] = [
  defineFeatureView({ name: 'from_origin', entity: departures, ...flown }),
  defineFeatureView({ name: 'to_destination', entity: arrivals, ...flown }),
  defineFeatureView({ name: 'from_destination', entity: departures, joinOn: { origin: 'destination' }, ...flown }),
  defineFeatureView({ name: 'everywhere', ...flown }),
];

/** What anyone reads off the ticket. */
const ticket = {
  minute_of_day: minuteOfDay(timestamp('date')),
  weekday: dayOfWeek(timestamp('date')),
  distance: number('distance'),
  origin: vocabulary(text('origin')),
  destination: vocabulary(text('destination')),
};

const pointInTimeNames = views.flatMap((view) => listFeatures(view)).map(({ name }) => name);
const pointInTime = Object.fromEntries(pointInTimeNames.map((name) => [name, number(name)]));

/** 41 features and the label. */
export const features: FeatureSet = defineFeatures({ ...ticket, ...pointInTime, late });

/** The same without what was known at the moment: how much do the point-in-time features bring? */
export const ticketFeatures: FeatureSet = defineFeatures({ ...ticket, late });

/** What the monitor compares with the training data. Not the date: it is always later than all that was learned from. */
export const watchedColumns: readonly string[] = ['distance', 'origin', 'destination', ...pointInTimeNames];

/** The state of the whole system takes few values in a week and other ones in the next: shown beside the past, not judged. */
export const unjudgedColumns = Object.fromEntries(
  pointInTimeNames.filter((name) => name.startsWith('everywhere_')).map((name) => [name, {}]),
);

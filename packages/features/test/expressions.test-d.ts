import {
  add,
  addTime,
  and,
  bucketize,
  constant,
  cross,
  defineFeatures,
  flag,
  greaterThan,
  hashBuckets,
  ifMissing,
  instant,
  log1p,
  number,
  oneHot,
  text,
  timestamp,
  vocabulary,
  when,
  zScore,
  type BooleanExpression,
  type NumericExpression,
  type TextExpression,
  type TimestampExpression,
} from '@millrace/features';

const late: BooleanExpression = greaterThan(number('delay'), constant(15));
const filled: NumericExpression = ifMissing(number('delay'), 0);
const origin: TextExpression = ifMissing(text('origin'), '');
const known: TimestampExpression = ifMissing(addTime(timestamp('date'), 30, 'minutes'), instant('2001-01-01'));
const chosen: NumericExpression = when(late, filled, 1);
defineFeatures({ late, chosen, origin: vocabulary(origin), indicators: oneHot(hashBuckets(origin, 4)) });
greaterThan(known, timestamp('date'));

// @ts-expect-error A logarithm of a text.
log1p(text('origin'));
// @ts-expect-error A text literal where a number is due.
add(number('delay'), '1');
// @ts-expect-error A number among booleans.
and(flag('late'), number('delay'));
// @ts-expect-error Texts have no order here.
greaterThan(text('origin'), text('destination'));
// @ts-expect-error A moment is not compared with a number.
greaterThan(timestamp('date'), 15);
// @ts-expect-error The value for missing must have the type of the others.
ifMissing(number('delay'), 'none');
// @ts-expect-error A moment is written with `instant`.
ifMissing(timestamp('date'), '2001-01-01');
// @ts-expect-error A number is made a category first.
cross([number('distance'), text('origin')], 100);
// @ts-expect-error A category has no mean.
zScore(vocabulary(text('origin')));
// @ts-expect-error One-hot gives several outputs, so it stands at the top.
add(oneHot(bucketize(number('delay'), [0])), 1);
// @ts-expect-error A text cannot be an output.
defineFeatures({ origin: text('origin') });
// @ts-expect-error A moment cannot be an output.
defineFeatures({ date: timestamp('date') });
// @ts-expect-error There is no such unit.
addTime(timestamp('date'), 1, 'weeks');

import type { Random } from '@millrace/core';
import { defineFeatures, type FeatureSet } from '../define-features.ts';
import * as arithmetic from '../expression/arithmetic.ts';
import * as categories from '../expression/categories.ts';
import type {
  BooleanExpression,
  CategoricalExpression,
  NumericExpression,
  OutputExpression,
  TextExpression,
  TimestampExpression,
} from '../expression/expression.ts';
import { flag, instant, integer, number, text, timestamp } from '../expression/leaves.ts';
import * as logic from '../expression/logic.ts';
import * as moments from '../expression/moments.ts';
import { timeUnits, type TimeUnit } from '../expression/operators.ts';
import { mean, minMax, quantile, scale, zScore } from '../expression/scaling.ts';

export interface RandomFeaturesOptions {
  /** How deep trees may be. @defaultValue 4 */
  readonly depth?: number | undefined;
  /** Whether analyzers occur. @defaultValue true */
  readonly analyzers?: boolean | undefined;
}

/**
 * Random features over the columns of `edgeTable`, of every operator. Logarithms, sines and cosines occur at the top only,
 * in features named `curve_...`: their last digit depends on the library, and a comparison below would make a whole of it.
 */
export function randomFeatures(
  random: Random,
  { depth = 4, analyzers = true }: RandomFeaturesOptions = {},
): FeatureSet {
  const any = <TValue>(...choices: readonly (() => TValue)[]): TValue => choices[random.nextInteger(choices.length)]!();
  const or = <TFirst, TSecond>(first: () => TFirst, second: () => TSecond): TFirst | TSecond =>
    random.next() < 0.5 ? first() : second();
  const constants = [0, 1, -1, 0.1, 2.5, 15, -1116, 1e300, 3];
  const literal = () => constants[random.nextInteger(constants.length)]!;
  const words = ['', 'a', 'ABQ', 'ẞ', 'e\u0301', '😀', "it's", 'a\u0000b'];
  const word = () => words[random.nextInteger(words.length)]!;
  const unit = () => Object.keys(timeUnits)[random.nextInteger(6)] as TimeUnit;
  const boundaries = () => [-1116, -1, 0, 0.1, 2.5, 15, 100, 1e15].filter(() => random.next() < 0.5);

  const numeric = (left: number): NumericExpression => {
    if (left <= 0)
      return any(
        () => number('x'),
        () => number('y'),
        () => integer('i'),
      );
    const x = () => numeric(left - 1);
    const u = () => moment(left - 1);
    const basic = [
      () => arithmetic.add(x(), or(x, literal)),
      () => arithmetic.subtract(x(), or(x, literal)),
      () => arithmetic.multiply(x(), or(x, literal)),
      () => arithmetic.divide(x(), or(x, literal)),
      () => arithmetic.minimum(x(), or(x, literal)),
      () => arithmetic.maximum(x(), or(x, literal)),
      () => arithmetic.negate(x()),
      () => arithmetic.absolute(x()),
      () => arithmetic.floor(x()),
      () => arithmetic.squareRoot(x()),
      () => arithmetic.clip(x(), { minimum: -1, maximum: 15 }),
      () => arithmetic.clip(x(), { maximum: 2.5 }),
      () => arithmetic.asNumber(boolean(left - 1)),
      () => scale(x(), { offset: 2.5, divisor: -3 }),
      () => logic.when(boolean(left - 1), x(), or(x, literal)),
      () => logic.ifMissing(x(), or(x, literal)),
      () => moments.timeBetween(u(), u(), unit()),
      ...[moments.year, moments.month, moments.dayOfMonth, moments.dayOfYear, moments.dayOfWeek].map(
        (part) => () => part(u()),
      ),
      ...[moments.hourOfDay, moments.minuteOfDay, moments.secondOfDay].map((part) => () => part(u())),
    ];
    const analyzed = [
      () => zScore(x()),
      () => minMax(x()),
      () => logic.ifMissing(x(), mean(x())),
      () => quantile(x(), 0.3),
    ];
    return any(...basic, ...(analyzers ? analyzed : []));
  };
  const boolean = (left: number): BooleanExpression => {
    if (left <= 0) return flag('b');
    const compare = any(
      () => logic.lessThan,
      () => logic.lessOrEqual,
      () => logic.greaterThan,
      () => logic.greaterOrEqual,
    );
    const equal = any(
      () => logic.equals,
      () => logic.notEquals,
    );
    const p = () => boolean(left - 1);
    return any(
      () =>
        compare(
          numeric(left - 1),
          or(() => numeric(left - 1), literal),
        ),
      () => compare(moment(left - 1), moment(left - 1)),
      () =>
        equal(
          numeric(left - 1),
          or(() => numeric(left - 1), literal),
        ),
      () =>
        equal(
          texts(left - 1),
          or(() => texts(left - 1), word),
        ),
      () => equal(p(), p()),
      () => equal(moment(left - 1), moment(left - 1)),
      () => logic.isIn(texts(left - 1), words.slice(0, random.nextInteger(5))),
      () => logic.and(p(), p()),
      () => logic.or(p(), p()),
      () => logic.not(p()),
      () => logic.ifMissing(p(), random.next() < 0.5),
      () => logic.when(p(), p(), p()),
      () =>
        logic.isMissing(
          or(
            () => numeric(left - 1),
            () => texts(left - 1),
          ),
        ),
      () => logic.isMissing(or(p, () => moment(left - 1))),
      () => logic.isMissing(category(left - 1)),
    );
  };
  const texts = (left: number): TextExpression => {
    if (left <= 0)
      return any(
        () => text('s'),
        () => text('t'),
      );
    return any(
      () => text('s'),
      () =>
        logic.ifMissing(
          texts(left - 1),
          or(() => texts(left - 1), word),
        ),
      () =>
        logic.when(
          boolean(left - 1),
          texts(left - 1),
          or(() => texts(left - 1), word),
        ),
      () => categories.asText(numeric(left - 1)),
    );
  };
  const moment = (left: number): TimestampExpression => {
    if (left <= 0)
      return any(
        () => timestamp('u'),
        () => timestamp('v'),
        () => instant('1904-02-29T23:59:59.999999Z'),
      );
    return any(
      () => timestamp('u'),
      () =>
        moments.addTime(
          moment(left - 1),
          or(() => numeric(left - 1), literal),
          unit(),
        ),
      () => logic.ifMissing(moment(left - 1), moment(left - 1)),
      () => logic.when(boolean(left - 1), moment(left - 1), moment(left - 1)),
    );
  };
  const category = (left: number): CategoricalExpression => {
    const basic = [
      () => categories.bucketize(numeric(left - 1), boundaries()),
      () => categories.hashBuckets(texts(left - 1), 1 + random.nextInteger(1000)),
      () => categories.cross([texts(left - 1), text('t')], 1 + random.nextInteger(50)),
      () => categories.cross([categories.bucketize(numeric(left - 1), boundaries()), text('s')], 16_777_216),
    ];
    const analyzed = [
      () => categories.vocabulary(texts(left - 1), { size: 3, oovBuckets: random.nextInteger(4) }),
      () => categories.vocabulary(text('s')),
      () => categories.quantileBuckets(numeric(left - 1), 1 + random.nextInteger(6)),
    ];
    return any(...basic, ...(analyzers ? analyzed : []));
  };
  const features: Record<string, OutputExpression> = {
    number: numeric(depth),
    truth: boolean(depth),
    code: category(depth),
    indicators: categories.oneHot(categories.bucketize(numeric(depth - 1), boundaries())),
    curve_log: arithmetic.log1p(numeric(depth - 1)),
    curve_sine: arithmetic.sine(numeric(depth - 2), 1440),
    curve_cosine: arithmetic.cosine(numeric(depth - 2), 7),
  };
  return defineFeatures(features);
}

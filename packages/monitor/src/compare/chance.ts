/** How large a distance between two samples of one and the same distribution gets. `alpha` is the chance of a larger one. */
export interface SampleSizes {
  readonly current: number;
  readonly reference: number;
  readonly alpha: number;
}

/** 1 / n + 1 / m: the variance of a difference of two shares, up to p (1 - p). */
export function inverseSizes({ current, reference }: SampleSizes): number {
  return 1 / current + 1 / reference;
}

/**
 * Population stability index over `bins` well-filled bins: to second order it is the two-sample chi-square statistic times
 * 1 / n + 1 / m (Yurdakul 2018).
 */
export function psiNoise(bins: number, sizes: SampleSizes): number {
  return chiSquareQuantile(bins - 1, 1 - sizes.alpha) * inverseSizes(sizes);
}

/**
 * Jensen-Shannon divergence (base 2) over values that occur so often on both sides together. If both sides are of one
 * distribution, each occurrence fell to the current side with chance n / (n + m). A value that occurs often adds what a
 * chi-square of one degree would, over 8 ln 2; one that occurs seldom adds more, which is summed over the ways its
 * occurrences may fall. The sum is taken as a chi-square of the same mean and variance (Satterthwaite).
 */
export function jensenShannonNoise(counts: readonly number[], sizes: SampleSizes): number {
  const typical = inverseSizes(sizes) / (8 * Math.LN2);
  let mean = 0;
  let variance = 0;
  for (const count of counts) {
    const moments = rareMoments(count, sizes) ?? { mean: typical, variance: 2 * typical * typical };
    mean += moments.mean;
    variance += moments.variance;
  }
  if (counts.length < 2 || mean === 0) return 0;
  // One degree is lost because the shares of both sides sum to 1.
  const degrees = (2 * mean * mean * (counts.length - 1)) / (counts.length * variance);
  return (variance / (2 * mean)) * chiSquareQuantile(degrees, 1 - sizes.alpha);
}

/** Mean and variance of what one value adds; undefined where it occurs often enough to be typical. */
function rareMoments(
  count: number,
  { current, reference }: SampleSizes,
): { readonly mean: number; readonly variance: number } | undefined {
  const [small, large] = current < reference ? [current, reference] : [reference, current];
  const share = small / (small + large);
  const expected = count * share;
  if (expected >= 8) return undefined;
  const most = Math.min(count, Math.ceil(expected + 8 * Math.sqrt(expected) + 4));
  let chance = (1 - share) ** count;
  let first = 0;
  let second = 0;
  for (let fallen = 0; fallen <= most; fallen++) {
    const added = divergenceTerm(fallen / small, (count - fallen) / large);
    first += chance * added;
    second += chance * added * added;
    chance *= ((count - fallen) / (fallen + 1)) * (share / (1 - share));
  }
  return { mean: first, variance: second - first * first };
}

function divergenceTerm(p: number, q: number): number {
  const average = (p + q) / 2;
  const half = (share: number): number => (share > 0 ? (share * Math.log2(share / average)) / 2 : 0);
  return half(p) + half(q);
}

/** Largest distance of two empirical distribution functions (Kolmogorov and Smirnov's asymptotic law, one term). */
export function ksNoise(sizes: SampleSizes): number {
  return Math.sqrt((Math.log(2 / sizes.alpha) / 2) * inverseSizes(sizes));
}

/** Largest difference of the shares of one of several values, by the union bound. */
export function infinityNormNoise(shares: readonly number[], sizes: SampleSizes): number {
  const widest = shares.reduce((most, share) => Math.max(most, share * (1 - share)), 0);
  return normalQuantile(1 - sizes.alpha / (2 * shares.length)) * Math.sqrt(widest * inverseSizes(sizes));
}

/** Difference of one share. */
export function rateNoise(share: number, sizes: SampleSizes): number {
  return normalQuantile(1 - sizes.alpha) * Math.sqrt(share * (1 - share) * inverseSizes(sizes));
}

/** Quantile of the chi-square distribution (Wilson and Hilferty's cube; within 1 % from two degrees on). */
export function chiSquareQuantile(degrees: number, probability: number): number {
  if (degrees <= 0) return 0;
  if (degrees <= 1) return normalQuantile((1 + probability) / 2) ** 2;
  const spread = 2 / (9 * degrees);
  return degrees * (1 - spread + normalQuantile(probability) * Math.sqrt(spread)) ** 3;
}

/** Quantile of the standard normal distribution (Abramowitz and Stegun 26.2.23: within 4.5e-4). */
export function normalQuantile(probability: number): number {
  if (probability < 0.5) return -normalQuantile(1 - probability);
  const t = Math.sqrt(-2 * Math.log(1 - probability));
  return t - (2.515517 + 0.802853 * t + 0.010328 * t * t) / (1 + 1.432788 * t + 0.189269 * t * t + 0.001308 * t ** 3);
}

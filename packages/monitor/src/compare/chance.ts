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
 * Jensen-Shannon divergence (base 2) over values with these pooled shares. A value that is expected often adds what a chi-square
 * of one degree would, over 8 ln 2; one that is expected seldom adds more, which is summed over its Poisson counts. The
 * sum is taken as a chi-square of the same mean and variance (Satterthwaite).
 */
export function jensenShannonNoise(shares: readonly number[], sizes: SampleSizes): number {
  const typical = inverseSizes(sizes) / (8 * Math.LN2);
  let mean = 0;
  let variance = 0;
  for (const share of shares) {
    const [n, m] = [share * sizes.current, share * sizes.reference];
    if (n >= 8 && m >= 8) {
      mean += typical;
      variance += 2 * typical * typical;
      continue;
    }
    const moments = rareMoments({ n, m }, sizes);
    mean += moments.mean;
    variance += moments.variance;
  }
  // One degree is lost because both sides sum to 1.
  const count = shares.length;
  if (count < 2 || mean === 0) return 0;
  const scale = (count - 1) / count;
  const degrees = (2 * mean * mean * scale) / variance;
  return (variance / (2 * mean)) * chiSquareQuantile(degrees, 1 - sizes.alpha);
}

/** Mean and variance of what one rare value adds, its counts being Poisson of `n` and `m`. */
function rareMoments(
  { n, m }: { readonly n: number; readonly m: number },
  { current, reference }: SampleSizes,
): { readonly mean: number; readonly variance: number } {
  let first = 0;
  let second = 0;
  const [ofCurrent, ofReference] = [poissonShares(n), poissonShares(m)];
  for (let i = 0; i < ofCurrent.length; i++) {
    for (let j = 0; j < ofReference.length; j++) {
      const chance = ofCurrent[i]! * ofReference[j]!;
      const added = divergenceTerm(i / current, j / reference);
      first += chance * added;
      second += chance * added * added;
    }
  }
  return { mean: first, variance: second - first * first };
}

/** Chances of 0, 1, 2, ... up to eight standard deviations; a count too large for that is taken as its mean. */
function poissonShares(mean: number): readonly number[] {
  if (mean > 60) {
    const certain = new Array<number>(Math.round(mean) + 1).fill(0);
    certain[certain.length - 1] = 1;
    return certain;
  }
  const most = Math.ceil(mean + 8 * Math.sqrt(mean) + 4);
  const shares = [Math.exp(-mean)];
  for (let count = 1; count <= most; count++) shares.push((shares[count - 1]! * mean) / count);
  return shares;
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

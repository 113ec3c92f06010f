/** Four significant digits, fewer behind the point for large numbers. */
export function formatNumber(value: number | null): string {
  if (value === null) return '–';
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e7)) return value.toExponential(2).replace('e+', 'e');
  const digits = size >= 1000 ? 0 : size >= 100 ? 1 : size >= 10 ? 2 : size >= 1 ? 3 : 4;
  return value.toFixed(digits).replace('-', '−');
}

/** `0.0169`, and `< 0.0001` for what would round to nothing. */
export function formatNoise(value: number): string {
  return value > 0 && value < 0.0001 ? '< 0.0001' : formatNumber(value);
}

export function formatCount(value: number): string {
  return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** `0.3 %`, and `< 0.1 %` for what would round to nothing. */
export function formatShare(share: number): string {
  if (share > 0 && share < 0.0005) return '< 0.1 %';
  return `${Number((share * 100).toFixed(1))} %`;
}

/** `2001-06-18 07:30`, UTC. */
export function formatTime(micros: number): string {
  return new Date(micros / 1000).toISOString().slice(0, 16).replace('T', ' ');
}

/** A count with thousands separated: `3,000,000`. */
export function formatCount(count: number): string {
  return count.toLocaleString('en-US');
}

/** A number for people: up to six significant digits, thousands separated, powers of ten for the very large and small. */
export function formatNumber(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e12 || size < 1e-4))
    return value
      .toExponential(3)
      .replace(/\.?0+e/, 'e')
      .replace('e+', 'e');
  if (Number.isInteger(value)) return formatCount(value);
  return value.toLocaleString('en-US', { maximumSignificantDigits: 6 });
}

/** A share as a percentage of three significant digits; shares next to 0 or 1 keep two digits of what they are off. */
export function formatShare(share: number): string {
  const percent = share * 100;
  if (percent <= 99) return `${Number(percent.toPrecision(percent < 1 ? 2 : 3))}%`;
  const rest = Number((100 - percent).toPrecision(2));
  return `${Number((100 - rest).toFixed(Math.max(0, 2 - Math.ceil(Math.log10(rest || 1)))))}%`;
}

/** Microseconds since 1970 as ISO 8601 text, without parts that are zero; the number itself outside the years that `Date` knows. */
export function formatTime(microseconds: number): string {
  const milliseconds = Math.floor(microseconds / 1000);
  if (Math.abs(milliseconds) > 8.64e15) return `${microseconds} µs`;
  const text = new Date(milliseconds).toISOString();
  const rest = microseconds - milliseconds * 1000;
  if (rest !== 0) return text.replace('Z', `${String(rest).padStart(3, '0')}Z`);
  return text
    .replace(/\.000Z$/, 'Z')
    .replace(/:00Z$/, 'Z')
    .replace('T00:00Z', '');
}

/** A value as it would stand in JSON, cut short. */
export function formatValue(value: string | number | boolean): string {
  if (typeof value === 'number') return formatNumber(value);
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 56)}…"` : text;
}

/** `2001-06-18 06:05:00` in UTC, of microseconds since 1970. */
export function describeTime(microseconds: number): string {
  return new Date(microseconds / 1000).toISOString().slice(0, 19).replace('T', ' ');
}

/** The first digits of a digest: enough for people, and for `millrace lineage`. */
export function shortDigest(digest: string): string {
  return digest.replace(/^sha256:/, '').slice(0, 12);
}

/** `rowCount=114212 span=11490`: by name, without what is not known, digests by their first digits. */
export function describeProperties(properties: Readonly<Record<string, unknown>>): string {
  return Object.entries(properties)
    .filter(([, value]) => value !== null && value !== undefined)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${describeProperty(value)}`)
    .join(' ');
}

function describeProperty(value: unknown): string {
  if (typeof value !== 'string') return JSON.stringify(value);
  return value.startsWith('sha256:') ? shortDigest(value) : value;
}

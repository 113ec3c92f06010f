/** `2001-06-18 06:05:00` in UTC, of microseconds since 1970. */
export function describeTime(microseconds: number): string {
  return new Date(microseconds / 1000).toISOString().slice(0, 19).replace('T', ' ');
}

/** The first digits of a digest: enough for people, and for `millrace lineage`. */
export function shortDigest(digest: string): string {
  return digest.replace(/^sha256:/, '').slice(0, 12);
}

/** `span=11490 rowCount=114212` */
export function describeProperties(properties: Readonly<Record<string, unknown>>): string {
  return Object.entries(properties)
    .map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(' ');
}

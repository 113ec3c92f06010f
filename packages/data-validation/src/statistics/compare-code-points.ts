/** Order of two texts by code point, which is the order of their UTF-8 bytes and of SQL engines. `<` compares UTF-16 units, which differs above U+FFFF. */
export function compareCodePoints(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const left = a.charCodeAt(i);
    const right = b.charCodeAt(i);
    if (left !== right) {
      const isLeftSurrogate = left >= 0xd800 && left <= 0xdfff;
      const isRightSurrogate = right >= 0xd800 && right <= 0xdfff;
      if (isLeftSurrogate !== isRightSurrogate) return isLeftSurrogate ? 1 : -1;
      return left - right;
    }
  }
  return a.length - b.length;
}

/**
 * A JSON Schema that holds where the condition does not, or the consequence does. Unlike with `oneOf`, a problem names the
 * property at fault.
 */
export function whenSchema(condition: object, consequence: object): object {
  const keywords = [
    ['if', condition],
    ['then', consequence],
  ] as const;
  return Object.fromEntries(keywords);
}

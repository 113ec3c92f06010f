/** What a field of each column type must be, as error messages say it. */
export const expectedValues = {
  float: 'a number',
  integer: 'a whole number within ±2^53',
  string: 'a text',
  boolean: 'true or false',
  timestamp: 'ISO 8601 text or whole microseconds since 1970',
} as const;

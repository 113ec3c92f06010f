/** A value as an error message shows it: JSON where it has a form, at most 60 characters. */
export function describeValue(value: unknown): string {
  let shown: string;
  if (typeof value === 'string' || (typeof value === 'object' && value !== null)) shown = toJson(value);
  else if (typeof value === 'function') shown = 'a function';
  else shown = String(value);
  return shown.length > 60 ? `${shown.slice(0, 57)}...` : shown;
}

function toJson(value: string | object): string {
  try {
    return JSON.stringify(value) ?? 'an object';
  } catch {
    return 'an object without a JSON form';
  }
}

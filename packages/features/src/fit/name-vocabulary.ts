/** A name for the vocabulary of a feature that is also a file name, unlike the others in any case of letters. */
export function nameVocabulary(feature: string, taken: readonly string[]): string {
  const base = feature.replaceAll(/[^A-Za-z0-9-]+/g, '_').replaceAll(/^_+|_+$/g, '') || 'feature';
  const used = new Set(taken.map((name) => name.toLowerCase()));
  let name = base;
  for (let count = 2; used.has(name.toLowerCase()); count++) name = `${base}_${count}`;
  return name;
}

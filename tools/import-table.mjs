/**
 * Who may import whom: the law of the house. Stages meet through artifacts and through interfaces of core, never by
 * importing each other. `.oxlintrc.json` carries the same table for editors; a test keeps the two equal.
 * @type {Readonly<Record<string, readonly string[]>>}
 */
export const importTable = {
  core: [],
  metadata: ['core'],
  data: ['core'],
  features: ['core'],
  'data-validation': ['core', 'data'],
  transform: ['core', 'data', 'features'],
  'feature-store': ['core', 'data', 'features'],
  model: ['core', 'features'],
  trainer: ['core', 'data', 'features', 'model'],
  evaluator: ['core', 'data', 'model'],
  serving: ['core', 'model'],
  monitor: ['core', 'data', 'data-validation'],
  pipeline: ['core', 'metadata'],
  cli: [
    'core',
    'metadata',
    'data',
    'features',
    'data-validation',
    'transform',
    'feature-store',
    'model',
    'trainer',
    'evaluator',
    'serving',
    'monitor',
    'pipeline',
  ],
};

/** Every package, those that depend on nothing first. */
export const packageNames = Object.keys(importTable);

/**
 * The lint rule that keeps one package inside the table.
 * @param {string} name
 */
export function lintOverride(name) {
  const may = importTable[name] ?? [];
  const forbidden = packageNames.filter((other) => other !== name && !may.includes(other));
  return {
    files: [`packages/${name}/**/*.ts`],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: forbidden.flatMap((other) => [`@millrace/${other}`, `@millrace/${other}/*`]),
              message: `${name} may import ${may.length > 0 ? `only ${may.join(', ')}` : 'nothing'} of ours; stages meet through artifacts and interfaces of core.`,
            },
          ],
        },
      ],
    },
  };
}

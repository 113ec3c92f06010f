import { defineConfig } from 'vitepress';

const packages = [
  'data',
  'data-validation',
  'features',
  'transform',
  'feature-store',
  'trainer',
  'model',
  'evaluator',
  'serving',
  'monitor',
  'pipeline',
  'metadata',
  'cli',
  'core',
];

export default defineConfig({
  title: 'Millrace',
  description: 'A production machine-learning platform for TypeScript.',
  cleanUrls: true,
  srcExclude: ['node_modules/**'],
  themeConfig: {
    outline: [2, 3],
    search: { provider: 'local' },
    nav: [
      { text: 'Getting started', link: '/getting-started' },
      { text: 'Concepts', link: '/concepts' },
      { text: 'Errors', link: '/reference/errors' },
    ],
    sidebar: [
      {
        text: 'Guide',
        items: [
          { text: 'Getting started', link: '/getting-started' },
          { text: 'Concepts', link: '/concepts' },
          { text: 'Glossary', link: '/glossary' },
          { text: 'The flight-delays pipeline', link: '/flight-delays' },
          { text: 'Architecture', link: '/architecture' },
        ],
      },
      { text: 'Packages', items: packages.map((name) => ({ text: name, link: `/packages/${name}` })) },
      {
        text: 'Reference',
        items: [
          { text: 'Errors', link: '/reference/errors' },
          { text: 'Benchmarks', link: '/benchmarks' },
          { text: 'Endurance', link: '/reference/endurance' },
          { text: 'Decision records', link: '/decisions/' },
        ],
      },
    ],
  },
});

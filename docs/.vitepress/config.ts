import { defineConfig } from 'vitepress';

export default defineConfig({
  title: 'Millrace',
  description: 'A production machine-learning platform for TypeScript.',
  cleanUrls: true,
});

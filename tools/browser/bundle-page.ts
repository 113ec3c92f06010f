import path from 'node:path';
import { build } from 'vite';

/** Bundles the page of this folder as a user would, from the dist of the packages, minified. */
export async function bundlePage(destination: string): Promise<void> {
  const root = path.join(import.meta.dirname, 'page');
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    build: { outDir: destination, emptyOutDir: false, reportCompressedSize: false },
  });
}

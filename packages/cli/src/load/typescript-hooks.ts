import { readFile } from 'node:fs/promises';
import type { LoadHook, ResolveHook } from 'node:module';
import { fileURLToPath } from 'node:url';

const isTypeScript = (url: string): boolean => /^file:.*\.m?ts$/.test(url) && !url.includes('/node_modules/');

/** `./step.js` finds `step.ts` when only that is there, as TypeScript's own resolution does. */
export const resolve: ResolveHook = async (specifier, context, nextResolve) => {
  try {
    return await nextResolve(specifier, context);
  } catch (error) {
    if (!/^\.\.?\/.*\.m?js$/.test(specifier) || context.parentURL === undefined || !isTypeScript(context.parentURL))
      throw error;
    return nextResolve(specifier.replace(/js$/, 'ts'), context);
  }
};

/** Reads a TypeScript file as JavaScript by replacing its types with blanks, so that lines and columns stay. */
export const load: LoadHook = async (url, context, nextLoad) => {
  if (!isTypeScript(url)) return nextLoad(url, context);
  const { transformSync } = await import('@swc/wasm-typescript');
  const source = await readFile(fileURLToPath(url), 'utf8');
  const { code } = transformSync(source, { filename: fileURLToPath(url), mode: 'strip-only', module: true });
  return { format: 'module', source: code, shortCircuit: true };
};

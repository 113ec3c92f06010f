import { customModule } from '../../errors.ts';
import type { Flavour, FlavourContext, Scorer } from '../flavour.ts';

/** The module of a custom model. Files beside it are in the context by name. */
const customModuleName = 'scorer.mjs';

/** The files of the flavour `custom`: a module that exports `createScorer(context)`, and what it reads. */
export function encodeCustom(
  source: string,
  files: Readonly<Record<string, Uint8Array>> = {},
): Record<string, Uint8Array> {
  return { ...files, [customModuleName]: new TextEncoder().encode(source) };
}

/**
 * A scorer of the user's own. The module is code and runs with all rights of the process: open only what you trust.
 * Node.js only.
 */
export const custom: Flavour = {
  name: 'custom',
  goldenTolerance: 1e-6,
  async open(context) {
    const url = context.moduleUrl(customModuleName);
    const file = customModuleName;
    if (context.files[file] === undefined) throw customModule({ file, reason: 'it is missing' });
    if (url === undefined) throw customModule({ file, reason: 'the model was not opened from a directory' });
    let module: { readonly createScorer?: unknown };
    try {
      module = (await import(/* @vite-ignore */ url)) as { readonly createScorer?: unknown };
    } catch (cause) {
      throw customModule({ file, reason: cause instanceof Error ? cause.message : String(cause), cause });
    }
    const { createScorer } = module;
    if (typeof createScorer !== 'function')
      throw customModule({ file, reason: 'it exports no function `createScorer`' });
    const scorer = await callFactory(createScorer as (context: FlavourContext) => unknown, context);
    if (typeof scorer !== 'object' || scorer === null || typeof (scorer as Partial<Scorer>).score !== 'function')
      throw customModule({ file, reason: '`createScorer` returned no object with a function `score`' });
    return scorer as Scorer;
  },
};

async function callFactory(
  createScorer: (context: FlavourContext) => unknown,
  context: FlavourContext,
): Promise<unknown> {
  try {
    return await createScorer(context);
  } catch (cause) {
    const reason = `\`createScorer\` threw: ${cause instanceof Error ? cause.message : String(cause)}`;
    throw customModule({ file: customModuleName, reason, cause });
  }
}

import { isPipeline, type Pipeline } from '@millrace/pipeline';
import { noPipeline } from '../errors.ts';
import { loadModule } from './load-module.ts';

export interface LoadedPipeline {
  readonly pipeline: Pipeline;
  /** The module, for worker processes to load too. */
  readonly module: URL;
}

/** The pipeline that a file exports: its default export, or the only pipeline among its exports. Throws `CLI_NO_PIPELINE`. */
export async function loadPipeline(file: string, cwd: string): Promise<LoadedPipeline> {
  const { url, exports } = await loadModule(file, cwd);
  const found = isPipeline(exports['default']) ? [exports['default']] : Object.values(exports).filter(isPipeline);
  if (found.length !== 1) throw noPipeline({ file, names: Object.keys(exports) });
  return { pipeline: found[0]!, module: url };
}

import type * as Core from '@tensorflow/tfjs-core';
import type * as Layers from '@tensorflow/tfjs-layers';
import { tfjsNotInstalled } from '../../errors.ts';

export interface Tfjs {
  readonly core: typeof Core;
  readonly layers: typeof Layers;
}

/**
 * TensorFlow.js with a back end that is ready: the one that the program has chosen already, else WebAssembly, else plain
 * JavaScript. Throws `MODEL_TFJS_NOT_INSTALLED` with the command that installs it.
 */
export async function loadTfjs(): Promise<Tfjs> {
  const [core, layers, backends] = await importTfjs();
  // `getBackend` would set one up when there is none.
  if (core.engine().backendName === undefined) await chooseBackend(core, backends);
  await core.ready();
  return { core, layers };
}

async function importTfjs(): Promise<readonly [typeof Core, typeof Layers, readonly string[]]> {
  try {
    const loaded = await Promise.all([import('@tensorflow/tfjs-core'), import('@tensorflow/tfjs-layers')]);
    await import('@tensorflow/tfjs-backend-cpu');
    const wasm = await import('@tensorflow/tfjs-backend-wasm').then(
      () => true,
      () => false,
    );
    return [loaded[0], loaded[1], wasm ? ['wasm', 'cpu'] : ['cpu']];
  } catch (cause) {
    throw tfjsNotInstalled({ cause });
  }
}

async function chooseBackend(core: typeof Core, backends: readonly string[]): Promise<void> {
  const forget = rememberProcessListeners();
  for (const name of backends) if (await core.setBackend(name)) break;
  forget();
}

/** The WebAssembly module of tfjs makes every unhandled rejection of the process fatal; this takes its listeners away again. */
function rememberProcessListeners(): () => void {
  const { process } = globalThis as { process?: NodeJS.Process };
  if (typeof process?.listeners !== 'function') return () => undefined;
  const before = new Set([...process.listeners('uncaughtException'), ...process.listeners('unhandledRejection')]);
  return () => {
    for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
      for (const listener of process.listeners(event as 'uncaughtException'))
        if (!before.has(listener)) process.removeListener(event, listener);
    }
  };
}

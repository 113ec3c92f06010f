import { loadTfjs, type Tfjs } from '@millrace/model/tfjs';

/**
 * TensorFlow.js with the back end that the program has chosen already, else @tensorflow/tfjs-node where it is installed
 * and works, else WebAssembly, else plain JavaScript.
 */
export async function loadBackEnd(): Promise<Tfjs & { readonly backEnd: string }> {
  const { engine, setBackend } = await import('@tensorflow/tfjs-core');
  if (engine().backendName === undefined && (await importNative())) {
    await setBackend('tensorflow').catch(() => false);
  }
  const tfjs = await loadTfjs();
  return { ...tfjs, backEnd: tfjs.core.getBackend() };
}

/** The package is not a dependency: it downloads a library while it is installed, and does not load on every Node.js. */
async function importNative(): Promise<boolean> {
  const name: string = '@tensorflow/tfjs-node';
  return import(name).then(
    () => true,
    () => false,
  );
}

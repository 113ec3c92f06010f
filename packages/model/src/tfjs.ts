// TensorFlow.js as models use it, apart from the main entry, whose types must not need those of TensorFlow.js.
export { loadTfjs, type Tfjs } from './flavours/tfjs-layers/load-tfjs.ts';

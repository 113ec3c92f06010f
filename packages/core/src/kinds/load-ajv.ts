import { Ajv } from 'ajv';

/** Ajv's class where modules are bundled: in browsers. Reached as `#load-ajv`; Node.js takes the file beside this one. */
export function loadAjv(): typeof Ajv {
  return Ajv;
}

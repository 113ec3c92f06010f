import { register } from 'node:module';

let isRegistered = false;

/** Lets this process import `.ts` files, where Node does not do so by itself. Does its work once. */
export function registerTypeScript(): void {
  if (isRegistered || 'typescript' in process.features) return;
  isRegistered = true;
  register('./typescript-hooks.js', import.meta.url);
}

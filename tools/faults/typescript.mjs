// `node --import` of this file reads the scenes, which are TypeScript; packages come from dist, as they are installed.
const built = new URL('../../packages/cli/dist/load/register-typescript.js', import.meta.url).href;
/** @type {{ registerTypeScript: () => void }} */
const { registerTypeScript } = await import(built);

registerTypeScript();

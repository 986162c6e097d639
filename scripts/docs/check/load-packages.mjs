import path from 'node:path';
import { pathToFileURL } from 'node:url';

function importBuilt(checkout, file) {
  return import(pathToFileURL(path.join(checkout, 'packages', file)).href);
}

/**
 * What the check uses of the built packages.
 * @param {string} checkout
 */
export async function loadPackages(checkout) {
  const [{ parseConfig, LoadcellConfigSchema }, { runCommandLine }, { loadConfigFile }] =
    await Promise.all([
      importBuilt(checkout, 'core/dist/bundle/index.mjs'),
      importBuilt(checkout, 'cli/dist/main.js'),
      importBuilt(checkout, 'cli/dist/config/load-config-file.js'),
    ]);
  return {
    parseConfig,
    runCommandLine,
    loadConfigFile,
    keys: new Set(Object.keys(LoadcellConfigSchema.shape)),
  };
}

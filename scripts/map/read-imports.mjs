import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseSync } from 'oxc-parser';
import { listFiles } from './list-files.mjs';

/** Packages by the name that others import them by. */
const PACKAGES = {
  '@loadcell/core': 'packages/core/src',
  '@loadcell/native': 'packages/native/src',
};

/** Sources of every package: what is shipped, without tests and scripts. */
const SOURCE = /^packages\/(?:\w+\/src|core\/page\/src)\/.+\.ts$/;

/** @typedef {Map<string, string[]>} Imports files and the files that each imports, relative to the root */

/** What a specifier names, relative to the root; undefined for what is no source of this repository. */
function resolveFrom(file, specifier) {
  if (specifier.startsWith('.')) {
    const target = path.posix.join(path.posix.dirname(file), specifier);
    return SOURCE.test(target) ? target : undefined;
  }
  const folder = PACKAGES[specifier];
  return folder === undefined ? undefined : `${folder}/index.ts`;
}

function specifiersOf({ module }) {
  const all = [...module.staticImports, ...module.staticExports.flatMap(({ entries }) => entries)];
  return all.flatMap(({ moduleRequest }) => (moduleRequest ? [moduleRequest.value] : []));
}

/** Modules that are loaded on demand: a literal in `import(…)`. */
function loadedBy({ module }, text) {
  return module.dynamicImports.flatMap(({ moduleRequest: { start, end } }) => {
    const literal = /^'([^']+)'$/.exec(text.slice(start, end));
    return literal === null ? [] : [literal[1]];
  });
}

/**
 * Reads the imports of every source that git knows or would add, of types too.
 * @param {string} root the checkout
 * @returns {Imports}
 */
export function readImports(root) {
  const files = listFiles(root, [
    '--cached',
    '--others',
    '--exclude-standard',
    '--deduplicate',
    'packages',
  ]).filter((file) => SOURCE.test(file));
  const imports = new Map();
  for (const file of files) {
    const text = readFileSync(path.join(root, file), 'utf8');
    const parsed = parseSync(file, text);
    if (parsed.errors.length > 0) throw new Error(`${file}: ${parsed.errors[0].message}`);
    const targets = [...specifiersOf(parsed), ...loadedBy(parsed, text)].flatMap((specifier) => {
      const target = resolveFrom(file, specifier);
      return target === undefined || target === file ? [] : [target];
    });
    imports.set(file, [...new Set(targets)]);
  }
  return imports;
}

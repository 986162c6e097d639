import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';

/** The folder of the package that holds a file; undefined for the project's own. */
function packageFolder(file) {
  const [, folder] = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file) ?? [];
  return folder;
}

function licenseOf(folder) {
  const { name, version, license } = JSON.parse(
    readFileSync(path.join(folder, 'package.json'), 'utf8'),
  );
  const texts = readdirSync(folder)
    .filter((file) => /^(?:licen[cs]e|notice)/i.test(file))
    .map((file) => readFileSync(path.join(folder, file), 'utf8').trim());
  if (texts.length === 0) throw new Error(`${name} ships no license text, so it cannot be bundled`);
  return [`${name} ${version} (${license})`, ...texts].join('\n\n');
}

/**
 * The licenses of the packages in a bundle, which require their text to travel with the code.
 * @param {readonly string[]} inputs files of the bundle
 * @throws {Error} for a package without a license text
 */
export function collectLicenses(inputs) {
  const folders = new Set(
    inputs.map(packageFolder).filter((folder) => folder && existsSync(folder)),
  );
  const rule = `\n\n${'-'.repeat(80)}\n\n`;
  return `${[...folders].toSorted().map(licenseOf).join(rule)}\n`;
}

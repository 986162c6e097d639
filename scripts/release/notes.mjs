/** Prints what CHANGELOG.md says about the version of this checkout. */
import { readFileSync } from 'node:fs';
import { inRoot } from '../setup/paths.mjs';
import { sectionOf } from './changelog.mjs';
import { currentVersion } from './manifests.mjs';
import { main, ReleaseError } from './release-error.mjs';

main(() => {
  const version = currentVersion();
  const section = sectionOf(readFileSync(inRoot('CHANGELOG.md'), 'utf8'), version);
  if (section === undefined) throw new ReleaseError(`CHANGELOG.md has no section of ${version}`);
  process.stdout.write(`${section}\n`);
});

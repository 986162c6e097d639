/**
 * Prints, as outputs of a workflow's step, the version of this checkout and whether it is to be published: when CHANGELOG.md has
 * its section, which only `npm run version` writes, and the registry lacks the command, which is published last.
 */
import { readFileSync } from 'node:fs';
import { inRoot } from '../setup/paths.mjs';
import { sectionOf } from './changelog.mjs';
import { checkVersions, currentVersion } from './manifests.mjs';
import { isPublished } from './registry.mjs';
import { main } from './release-error.mjs';

main(() => {
  checkVersions();
  const version = currentVersion();
  const isReleased = sectionOf(readFileSync(inRoot('CHANGELOG.md'), 'utf8'), version) !== undefined;
  const publish = isReleased && !isPublished('@loadcell/cli', version);
  process.stdout.write(`version=${version}\npublish=${publish}\n`);
});

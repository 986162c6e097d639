/**
 * Makes the next version from the changesets: `npm run version`. changesets writes the version of the packages; this gives it to
 * the platforms, the root and the lock, and moves the sentences to CHANGELOG.md. The changelogs that changesets writes in
 * `packages/` are ignored by git, and only describe the pull request.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { inRoot } from '../setup/paths.mjs';
import { sentenceOf, withRelease } from './changelog.mjs';
import { checkVersions, copyVersion, currentVersion } from './manifests.mjs';
import { main, ReleaseError } from './release-error.mjs';

function run(program, args) {
  const { status } = spawnSync(program, args, { cwd: inRoot(), stdio: 'inherit' });
  if (status !== 0) throw new ReleaseError(`${program} ${args.join(' ')} failed: see above`);
}

function sentences() {
  return readdirSync(inRoot('.changeset'))
    .filter((file) => file.endsWith('.md') && file !== 'README.md')
    .toSorted()
    .map((file) => sentenceOf(readFileSync(inRoot('.changeset', file), 'utf8')))
    .filter((sentence) => sentence !== '');
}

main(() => {
  const before = currentVersion();
  const changes = sentences();
  run(process.execPath, [inRoot('node_modules', '@changesets', 'cli', 'bin.js'), 'version']);
  const version = currentVersion();
  if (version === before)
    throw new ReleaseError('no changeset asks for a version: run `npx changeset`');
  copyVersion();
  checkVersions();
  const changelog = inRoot('CHANGELOG.md');
  writeFileSync(changelog, withRelease(readFileSync(changelog, 'utf8'), version, changes));
  run('npm', ['install', '--package-lock-only', '--ignore-scripts', '--no-audit', '--no-fund']);
});

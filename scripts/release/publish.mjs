/**
 * Publishes what was packed: `node scripts/release/publish.mjs PACKED.json`, the output of `npm run pack`, in its order: platforms,
 * addon, library, command. What the registry has already is left out, so that a release that failed halfway can be repeated.
 * `--dry-run` publishes nothing.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { allPlatforms } from '../pack/platforms.mjs';
import { packageNames } from '../setup/paths.mjs';
import { checkVersions } from './manifests.mjs';
import { isPublished } from './registry.mjs';
import { main, ReleaseError } from './release-error.mjs';

function expectedNames() {
  return [...allPlatforms().map((platform) => `native-${platform}`), ...packageNames].map(
    (name) => `@loadcell/${name}`,
  );
}

function publish({ tarball }, flags) {
  const args = ['publish', tarball, '--access', 'public', '--ignore-scripts', ...flags];
  const { status } = spawnSync('npm', args, { stdio: 'inherit' });
  if (status !== 0) throw new ReleaseError(`npm ${args.join(' ')} failed: see above`);
}

main(() => {
  const { values, positionals } = parseArgs({
    options: { 'dry-run': { type: 'boolean', default: false } },
    allowPositionals: true,
  });
  const [file] = positionals;
  if (file === undefined) throw new ReleaseError('missing PACKED.json, the output of npm run pack');
  checkVersions();
  const packed = JSON.parse(readFileSync(file, 'utf8'));
  const names = packed.map(({ name }) => name);
  const missing = expectedNames().filter((name) => !names.includes(name));
  if (missing.length > 0) throw new ReleaseError(`not packed: ${missing.join(', ')}`);
  for (const each of packed) {
    if (values['dry-run']) publish(each, ['--dry-run']);
    else if (isPublished(each.name, each.version))
      process.stdout.write(`${each.name} is published\n`);
    else publish(each, []);
  }
});

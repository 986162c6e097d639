import { allPlatforms, platformManifest } from './platforms.mjs';

/** The condition of `exports` under which tests read sources. */
const SOURCE = '@loadcell/source';

/**
 * A manifest as it ships: without what only a checkout needs, such as `private`, which keeps npm from publishing the folder. The addon's names the packages of its platforms; in a
 * checkout it does not, since the lock could not resolve packages that are not published yet.
 * @param {Record<string, any>} manifest
 */
export function shippedManifest(manifest) {
  const {
    private: _private,
    scripts: _scripts,
    devDependencies: _development,
    ...shipped
  } = manifest;
  const exports = Object.fromEntries(
    Object.entries(shipped.exports).map(([key, target]) => [key, withoutSource(target)]),
  );
  const files = shipped.files.filter((file) => file !== 'prebuilds');
  const published = { ...shipped, files, exports, publishConfig: { access: 'public' } };
  if (manifest.name !== '@loadcell/native') return published;
  const platforms = allPlatforms().map((platform) => [
    platformManifest(platform).name,
    manifest.version,
  ]);
  return { ...published, optionalDependencies: Object.fromEntries(platforms) };
}

function withoutSource(target) {
  if (typeof target === 'string') return target;
  const { [SOURCE]: _source, ...conditions } = target;
  return conditions;
}

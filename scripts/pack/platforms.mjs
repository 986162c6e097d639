import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { inRoot } from '../setup/paths.mjs';

/** Folders of the packages that hold binaries, one for each platform. They are no workspaces: npm refuses those of other systems. */
export function allPlatforms() {
  return readdirSync(inRoot('platforms'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .toSorted();
}

/** @param {string} platform such as `linux-x64-gnu` @returns {Record<string, any>} */
export function platformManifest(platform) {
  return JSON.parse(readFileSync(inRoot('platforms', platform, 'package.json'), 'utf8'));
}

/** Platforms whose binaries are built in this checkout. */
export function builtPlatforms() {
  return allPlatforms().filter((platform) =>
    platformManifest(platform).files.every((file) =>
      existsSync(inRoot('platforms', platform, file)),
    ),
  );
}

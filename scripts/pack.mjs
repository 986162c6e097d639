/**
 * Packs every package as it ships: `node scripts/pack.mjs --out FOLDER`. The checkout stays as it is: each package is laid
 * out in a temporary folder and packed there. A package of a platform is packed where its binaries are built
 * (`platforms/NAME`). `--repository URL` enters the address of the sources, which npm's provenance requires.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { builtPlatforms } from './pack/platforms.mjs';
import { packageNames } from './setup/paths.mjs';
import { PackError, packStaged, stagePackage, stagePlatform } from './pack/stage.mjs';

function packAll(out, repository) {
  mkdirSync(out, { recursive: true });
  const stage = mkdtempSync(path.join(tmpdir(), 'loadcell-pack-'));
  try {
    const platforms = builtPlatforms();
    const staged = [
      ...platforms.map((platform) =>
        stagePlatform(platform, path.join(stage, platform), repository),
      ),
      ...packageNames.map((name) => stagePackage(name, path.join(stage, name), repository)),
    ];
    return staged.map((folder) => packStaged(folder, out));
  } finally {
    rmSync(stage, { recursive: true, force: true });
  }
}

try {
  const { values } = parseArgs({
    options: { out: { type: 'string' }, repository: { type: 'string' } },
  });
  if (values.out === undefined) throw new PackError('missing --out FOLDER, where the packages go');
  const packed = packAll(path.resolve(values.out), values.repository);
  process.stdout.write(`${JSON.stringify(packed, null, 2)}\n`);
} catch (error) {
  if (!(error instanceof PackError) && error.code !== 'ERR_PARSE_ARGS_UNKNOWN_OPTION') throw error;
  process.stderr.write(`error: ${error.message}\n`);
  process.exitCode = 1;
}

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { LoadcellError } from '../../spec/error/errors.ts';
import { systemErrorCode } from '../../spec/error/system-error.ts';

/** Script and style of a page, built from `packages/core/page`. */
export interface PageAsset {
  readonly script: string;
  readonly style: string;
}

/** Found by the package, since a bundle has another path. A function, because a CommonJS bundle has no URL. */
function assetFolder(): URL {
  const manifest = createRequire(import.meta.url).resolve('@loadcell/core/package.json');
  return new URL('assets/', pathToFileURL(manifest));
}

/** Names of the scripts: the report of a run, and a comparison. Both share one style. */
type PageScript = 'report-page' | 'comparison-page';

/**
 * Reads the script and the style of a page.
 * @throws {LoadcellError} when the package was not built
 */
export function readPageAsset(
  folder: URL = assetFolder(),
  script: PageScript = 'report-page',
): PageAsset {
  return {
    script: readAsset(new URL(`${script}.js`, folder)),
    style: readAsset(new URL('report-page.css', folder)),
  };
}

function readAsset(file: URL): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (systemErrorCode(error) !== 'ENOENT') throw error;
    throw new LoadcellError(
      'PAGE',
      `cannot read "${file.pathname}" for the HTML report: the package is incomplete.`,
      { cause: error, help: 'reinstall @loadcell/core, or run npm run build in a checkout' },
    );
  }
}

/**
 * Bundles the pages of reports and comparisons from `page/src`: a script for each and one style in `assets`. They are put
 * into every report, so what would end a script or a style element early is refused. Run in the folder of the package.
 */
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { build } from 'esbuild';

const FOLDER = 'assets';

/** The page has a megabyte for itself; twice this is time to look for what grew. */
const MAX_BYTES = 300_000;

rmSync(FOLDER, { recursive: true, force: true });
mkdirSync(FOLDER, { recursive: true });
const common = { bundle: true, minify: true, charset: 'utf8', legalComments: 'inline' };
await build({
  ...common,
  entryPoints: {
    'report-page': 'page/src/main.ts',
    'comparison-page': 'page/src/comparison.ts',
  },
  outdir: FOLDER,
  format: 'iife',
  target: 'es2022',
  platform: 'browser',
});
await build({ ...common, entryPoints: { 'report-page': 'page/src/page.css' }, outdir: FOLDER });

for (const [file, end] of [
  ['report-page.js', '</script'],
  ['comparison-page.js', '</script'],
  ['report-page.css', '</style'],
]) {
  const text = readFileSync(`${FOLDER}/${file}`, 'utf8');
  if (text.toLowerCase().includes(end)) throw new Error(`${file} holds "${end}".`);
  if (text.length > MAX_BYTES) throw new Error(`${file} has grown to ${text.length} bytes.`);
}

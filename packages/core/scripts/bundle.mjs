/**
 * Bundles what ships: the package itself and its processes and threads, with the packages that they need. A thousand files
 * take half a second of CPU time to load, and the packages take four times the room of the parts in use. Run in the folder
 * of the package, after `prune-dist.mjs`.
 */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { build } from 'esbuild';
import { collectLicenses } from './third-party.mjs';

const FOLDER = 'dist/bundle';

const { dependencies, peerDependencies } = JSON.parse(readFileSync('package.json', 'utf8'));

/** A CommonJS package gets built-in modules by `require`, which an ES module does not have. */
const importedBuiltins = {
  name: 'imported-builtins',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^[a-z0-9_:/]+$/ }, ({ path, kind }) =>
      kind === 'require-call' && isBuiltin(path) ? { path, namespace: 'builtin' } : undefined,
    );
    // A package compiled from `import dns from 'node:dns'` uses the default export.
    onLoad({ filter: /.*/, namespace: 'builtin' }, ({ path }) => {
      const module = JSON.stringify(`node:${path.replace(/^node:/, '')}`);
      return { contents: `export * from ${module};\nexport { default } from ${module};` };
    });
  },
};

rmSync(FOLDER, { recursive: true, force: true });
const { metafile } = await build({
  entryPoints: {
    index: 'src/index.ts',
    vitest: 'src/vitest/register.ts',
    'engine-process': 'src/target/engine/child/main.ts',
    'undici-worker': 'src/target/transport/undici/worker-main.ts',
    'mock-worker': 'src/mock/script/worker-main.ts',
    'scrape-worker': 'src/scrape/scraper/worker-main.ts',
  },
  outdir: FOLDER,
  outExtension: { '.js': '.mjs' },
  bundle: true,
  // What is imported only where it is needed stays in files of its own.
  splitting: true,
  external: [...Object.keys(dependencies), ...Object.keys(peerDependencies)],
  plugins: [importedBuiltins],
  format: 'esm',
  platform: 'node',
  target: 'node20.20',
  keepNames: true,
  metafile: true,
});
nameClassesOnly(Object.keys(metafile.outputs));
const required = Object.values(metafile.outputs)
  .flatMap(({ imports }) => imports)
  .filter(({ kind, external }) => kind === 'require-call' && external);
if (required.length > 0) {
  const names = required.map(({ path }) => path).join(', ');
  throw new Error(`the bundle requires ${names}, which an ES module cannot do`);
}
writeFileSync(`${FOLDER}/THIRD-PARTY-LICENSES.txt`, collectLicenses(Object.keys(metafile.inputs)));

/**
 * Errors are named by their classes, so the bundle keeps names. A closure needs none, and to define one each time it is
 * made costs more than the closure: it also gets a hidden class of its own.
 */
function nameClassesOnly(files) {
  const helper = 'var __name = (target, value) => ';
  const holders = files.filter((file) => readFileSync(file, 'utf8').includes(helper));
  if (holders.length !== 1) throw new Error(`${holders.length} files define how names are kept`);
  const [file] = holders;
  const text = readFileSync(file, 'utf8');
  // Arrow functions and methods have no prototype, and most of the others kept their names.
  const isNamed = "target.name === value || !Object.hasOwn(target, 'prototype')";
  writeFileSync(file, text.replace(helper, `${helper}${isNamed} ? target : `));
}

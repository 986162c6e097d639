import { existsSync } from 'node:fs';
import path from 'node:path';
import { runProgram } from './commands/run-program.mjs';

/**
 * Builds the site into a temporary folder. It fails on links between pages that lead nowhere, and on text that Vue takes for
 * a template.
 * @param {string} root the checkout
 * @param {string} folder temporary folder
 */
export async function checkSite(root, folder) {
  const bin = path.join(root, 'node_modules/vitepress/bin/vitepress.js');
  if (!existsSync(path.join(root, 'docs/.vitepress'))) return [];
  const { code, output } = await runProgram(
    process.execPath,
    [bin, 'build', 'docs', '--outDir', path.join(folder, 'site')],
    {
      cwd: root,
      env: { ...process.env, NO_COLOR: '1' },
    },
  );
  if (code === 0) return [];
  return [
    { file: 'docs', line: 1, what: `vitepress build: exit code ${code}, expected 0\n${output}` },
  ];
}

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { crossCompiler } from '../cross-compiler.mjs';
import { runProgram } from '../run-program.mjs';
import { TARGETS } from '../targets.mjs';

/**
 * The compiler with which tests make programs and libraries for a platform. Its first build of each kind takes minutes, longer
 * than tests wait: it compiles the libraries of C and C++, and keeps them.
 * @param {string} platform
 * @param {string} cacheDir
 * @returns {string} the folder with `cc`
 */
export function compilerOf(platform, cacheDir) {
  const { CC } = crossCompiler(cacheDir)(TARGETS[platform].addon);
  const folder = mkdtempSync(path.join(tmpdir(), 'loadcell-compiler-'));
  try {
    const source = path.join(folder, 'empty.c');
    writeFileSync(source, 'int main(void) { return 0; }\n');
    runProgram(CC, ['-O1', '-o', path.join(folder, 'program'), source]);
    const library = ['-xc++', '-std=c++20', '-shared', '-fPIC'];
    runProgram(CC, [...library, '-o', path.join(folder, 'library.so'), source, '-lstdc++']);
  } finally {
    rmSync(folder, { recursive: true });
  }
  return path.dirname(CC);
}

// Builds the fuzz target with clang and searches for inputs that break response framing.
// `npm run fuzz [-- SECONDS]` (default: 60). New inputs go to native/fuzz/build/corpus, failing ones to native/fuzz/build,
// with their paths printed. Copy inputs worth keeping to native/fuzz/corpus.
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = dirname(fileURLToPath(import.meta.url));
const build = join(folder, 'build');
const program = join(build, 'http_framer_fuzz');
const USAGE = 2;

const sources = ['http_framer', 'chunked_body', 'response_head', 'header_lines'].map((name) =>
  join(folder, `../src/wire/http/${name}.cc`),
);

function run(command, args) {
  const result = spawnSync(command, args, { cwd: build, stdio: 'inherit' });
  if (result.error !== undefined) throw result.error;
  return result.status ?? 1;
}

/** Whether clang is installed and can link a fuzz target. */
function hasFuzzer() {
  const probe = spawnSync('clang++', ['-fsanitize=fuzzer', '-x', 'c++', '-', '-o', '/dev/null'], {
    input:
      'extern "C" int LLVMFuzzerTestOneInput(const unsigned char*, unsigned long) { return 0; }',
  });
  return probe.status === 0;
}

function fuzz(seconds) {
  if (!hasFuzzer()) {
    process.stderr.write(
      'error: fuzzing needs clang and its compiler-rt\n' +
        'help: on Debian: apt-get install -y clang libclang-rt-14-dev (use the version of clang --version)\n',
    );
    return USAGE;
  }
  const found = join(build, 'corpus');
  mkdirSync(found, { recursive: true });
  const flags = ['-std=c++20', '-O1', '-g', '-fsanitize=fuzzer,address,undefined'];
  const strict = ['-fno-sanitize-recover=all', '-I', join(folder, '../src')];
  const compiled = run('clang++', [
    ...flags,
    ...strict,
    join(folder, 'http_framer_fuzz.cc'),
    ...sources,
    '-o',
    program,
  ]);
  if (compiled !== 0) return compiled;
  return run(program, [
    found,
    join(folder, 'corpus'),
    `-dict=${join(folder, 'http.dict')}`,
    '-max_len=4096',
    '-timeout=5',
    `-max_total_time=${seconds}`,
    '-print_final_stats=1',
  ]);
}

const [argument = '60'] = process.argv.slice(2);
const seconds = Number(argument);
if (Number.isInteger(seconds) && seconds > 0) {
  process.exitCode = fuzz(seconds);
} else {
  process.stderr.write(
    `error: invalid duration "${argument}": expected whole seconds, such as npm run fuzz -- 60\n`,
  );
  process.exitCode = USAGE;
}

// Builds and runs the C++ tests, which do not use Node, under each sanitizer. The last line is `N passed, N failed`.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const testDir = fileURLToPath(new URL('../../../native/test/', import.meta.url));
const sanitizers = ['address', 'thread'];

const environment = {
  ...process.env,
  ASAN_OPTIONS: 'detect_leaks=1:abort_on_error=0',
  UBSAN_OPTIONS: 'print_stacktrace=1',
  TSAN_OPTIONS: 'halt_on_error=0:exitcode=66',
};

function run(command, args) {
  const result = spawnSync(command, args, {
    cwd: testDir,
    env: environment,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (result.error) throw result.error;
  return result;
}

let passed = 0;
let failed = 0;
for (const sanitizer of sanitizers) {
  const built = run('make', ['-sj2', `SANITIZER=${sanitizer}`]);
  if (built.status !== 0) {
    process.stdout.write(built.stdout);
    console.error(`The C++ tests failed to build with the ${sanitizer} sanitizer.`);
    failed++;
    continue;
  }
  const result = run(`./build/${sanitizer}/native_tests`, []);
  const counts = /(\d+) passed, (\d+) failed\s*$/.exec(result.stdout);
  console.log(`${sanitizer}:`);
  process.stdout.write(result.stdout);
  passed += Number(counts?.[1] ?? 0);
  failed += Number(counts?.[2] ?? 0);
  // A sanitizer finding is a failure even when every test passed.
  if (result.status !== 0 && (counts === null || counts[2] === '0')) {
    console.error(
      `The ${sanitizer} sanitizer aborted the tests: ${result.signal ?? result.status}.`,
    );
    failed++;
  }
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;

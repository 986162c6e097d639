#!/usr/bin/env node
import { existsSync } from 'node:fs';

const USAGE_EXIT_CODE = 2;

function built(name) {
  return new URL(`../dist/${name}`, import.meta.url);
}

if (existsSync(built('main.js'))) {
  // First, since a runtime that is too old cannot parse the rest.
  const { refuseRuntime, unsupportedRuntime } = await import(built('unsupported-runtime.js').href);
  const runtime = unsupportedRuntime(process.versions);
  if (runtime === undefined) {
    const { main } = await import(built('main.js').href);
    await main();
  } else {
    process.stderr.write(refuseRuntime(runtime));
    process.exitCode = USAGE_EXIT_CODE;
  }
} else {
  process.stderr.write('error: loadcell is not built\nhelp: run npm run build in the checkout\n');
  process.exitCode = USAGE_EXIT_CODE;
}

#!/usr/bin/env node
import { existsSync } from 'node:fs';

const built = new URL('../dist/main.js', import.meta.url);

if (existsSync(built)) {
  const { main } = await import(built.href);
  await main();
} else {
  process.stderr.write(
    'loadcell is not built here. Run `npm run build` in the checkout, then try again.\n',
  );
  process.exitCode = 2;
}

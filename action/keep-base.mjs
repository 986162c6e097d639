import { cpSync, rmSync } from 'node:fs';
import path from 'node:path';
import { folderOf, input, makeFolder } from './runner.mjs';

// The base has one run: `onlyRunIn` finds none in a folder of two.
rmSync(folderOf('base'), { recursive: true, force: true });
const run = input('RUN_DIR');
cpSync(run, path.join(makeFolder('base'), path.basename(run)), { recursive: true });

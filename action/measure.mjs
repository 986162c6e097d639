import { rmSync } from 'node:fs';
import { execute, folderOf, input, makeFolder, onlyRunIn, setOutput } from './runner.mjs';

// A runner that is reused may have the runs of an earlier job.
rmSync(folderOf('runs'), { recursive: true, force: true });
rmSync(folderOf('result'), { recursive: true, force: true });
const runs = makeFolder('runs');
const [config, repeat] = [input('CONFIG'), input('REPEAT')];
const { code } = execute(
  'loadcell',
  [
    'run',
    ...(config === '' ? [] : [config.startsWith('-') ? `./${config}` : config]),
    `--output-dir=${runs}`,
    '--quiet',
    ...(repeat === '' || repeat === '1' ? [] : ['--repeat', repeat]),
  ],
  { cwd: input('DIRECTORY') || '.' },
);
// The step that concludes fails the job, after the report is posted and uploaded.
setOutput('exit-code', code);
setOutput('run-dir', onlyRunIn(runs));

import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { temporaryFolder } from './run-folder.ts';
import { LOADCELL, startProgram } from './run-loadcell.ts';

/** How a shell calls the recorder; scripts write only `record`. */
const RECORD = `node "${LOADCELL}" record --quiet -o "$RUNS" --`;

/** Two jobs of a makefile that another one runs; make complains if its job server is not passed on. */
const JOBS = `all:
\t+@$(RECORD)sh -c 'make -s -f jobs.mk both 2>&1'
both: one two
one two:
\t@echo $@
.PHONY: all both one two
`;

/** How a script ended. */
export interface ScriptEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
}

async function runScript(script: string): Promise<ScriptEnd> {
  const cwd = temporaryFolder();
  writeFileSync(path.join(cwd, 'input'), 'one\ntwo\n');
  writeFileSync(path.join(cwd, 'plain'), 'echo "$0 $*"\n', { mode: 0o755 });
  writeFileSync(path.join(cwd, 'jobs.mk'), JOBS);
  const options = { cwd, env: { RUNS: temporaryFolder() } };
  const { code, signal, stdout } = await startProgram('bash', ['-c', script], options).finished;
  // Each way runs in a separate folder.
  return { code, signal, stdout: stdout.replaceAll(cwd, 'FOLDER') };
}

/** Runs a script with and without the recorder in place of `record`, each in a separate folder. */
export async function runBothWays(
  script: string,
): Promise<{ readonly plain: ScriptEnd; readonly recorded: ScriptEnd }> {
  const [plain, recorded] = await Promise.all(
    ['', `${RECORD} `].map((prefix) => runScript(script.replaceAll('record ', prefix))),
  );
  if (plain === undefined || recorded === undefined) throw new Error('Both ways were run.');
  return { plain, recorded };
}

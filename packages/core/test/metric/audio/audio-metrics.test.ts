import { describe, expect, it } from 'vitest';
import { audioThroughput } from '../../../src/metric/audio/audio-throughput.ts';
import { realTimeFactor } from '../../../src/metric/audio/real-time-factor.ts';
import { timeToFirstAudio } from '../../../src/metric/audio/time-to-first-audio.ts';
import { measure } from '../../../src/metric/measure/measure.ts';
import { PhaseBuilder } from '../../stream/built/phase-builder.ts';

/** Two requests of 10 s and 2 s of audio, which take 500 ms and 1 s; the second ends after the window. */
function audio(): PhaseBuilder {
  const request = { purpose: 'load', stage: 'closed', api: 'openai-speech' } as const;
  return new PhaseBuilder('p')
    .stage('closed', 0, 2000)
    .request({ ...request, sentMs: 1000, chunksMs: [1100, 1500], mediaNs: 10e9 })
    .request({ ...request, sentMs: 1500, chunksMs: [1800, 2500], mediaNs: 2e9 });
}

/** A load without audio. */
function plain(): PhaseBuilder {
  return new PhaseBuilder('p')
    .stage('closed', 0, 2000)
    .request({ purpose: 'load', stage: 'closed', sentMs: 1, chunksMs: [2] });
}

describe('realTimeFactor', () => {
  it('is the service time over the duration of the audio', () => {
    const { min, max } = measure(realTimeFactor, audio().build(3000));
    expect(min).toBeCloseTo(0.05, 9);
    expect(max).toBeCloseTo(0.5, 9);
  });

  it('is not measured without audio', () => {
    expect(measure(realTimeFactor, plain().build(3000))).toMatchObject({
      reason: 'no request carried or received audio of a known duration',
    });
  });
});

describe('audioThroughput', () => {
  it('counts the audio of requests that end in the window', () => {
    expect(measure(audioThroughput, audio().build(3000)).avg).toBe(10 / 2);
  });

  it('is not measured, and not 0, without audio', () => {
    expect(measure(audioThroughput, plain().build(3000)).avg).toBeNaN();
  });
});

describe('timeToFirstAudio', () => {
  it('is the time from the send to the first byte of audio', () => {
    const { min, max } = measure(timeToFirstAudio, audio().build(3000));
    expect([min, max]).toEqual([100, 300]);
  });

  it('is not measured where no speech was requested', () => {
    expect(measure(timeToFirstAudio, plain().build(3000))).toMatchObject({
      reason: 'no speech was requested',
    });
  });
});

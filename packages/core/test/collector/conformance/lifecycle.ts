import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { SamplingError } from '../../../src/collector/sampling-error.ts';
import { NO_PID, startFamily, startIdleProcess } from '../child-process.ts';
import { waitUntil } from '../../wait-until.ts';
import { sampling, type Subject } from './subject.ts';

/** How samplers start and end. */
export function checkLifecycle(subject: Subject): void {
  it('takes its first sample immediately', () => {
    const { sampler, all } = sampling(subject);
    sampler.start();
    sampler.stop();
    expect(all().count).toBeGreaterThan(0);
    expect(all().rssBytes[0]).toBeGreaterThan(1e6);
  });

  it('starts once and stops once, however often called', async () => {
    const { sampler, all } = sampling(subject);
    sampler.start();
    sampler.start();
    await waitUntil(() => all().count >= 3);
    sampler.stop();
    const { count } = all();
    const account = sampler.summary();
    sampler.stop();
    sampler.drain();
    expect(all().count).toBe(count);
    expect(sampler.summary()).toEqual(account);
    expect(account.quality.sampleCount).toBe(count);
  });

  it('can be stopped before its start, and does not start after', () => {
    const { sampler, batches } = sampling(subject);
    sampler.stop();
    expect(() => sampler.start()).toThrow(SamplingError);
    expect(() => sampler.start()).toThrow(/Create a new one/);
    expect(batches).toEqual([]);
  });

  it('rejects a process that does not exist', () => {
    expect(() => sampling(subject, { pid: NO_PID })).toThrow(SamplingError);
    expect(() => sampling(subject, { pid: NO_PID })).toThrow(
      expect.objectContaining({ code: 'TARGET_NO_SUCH_PROCESS', gone: true }),
    );
  });

  it('rejects a zombie', async () => {
    const { child } = await startFamily();
    process.kill(child, 'SIGKILL');
    const refusal = (): unknown => {
      try {
        sampling(subject, { pid: child }).sampler.stop();
        return undefined;
      } catch (error) {
        return error;
      }
    };
    await waitUntil(() => readFileSync(`/proc/${child}/stat`, 'utf8').includes(') Z '));
    expect(refusal()).toMatchObject({ code: 'TARGET_ZOMBIE', gone: true });
  });

  it('reports the end of a process as an end, never as zero', async () => {
    const child = await startIdleProcess();
    const { sampler, all } = sampling(subject, { pid: child.pid });
    sampler.start();
    await waitUntil(() => (sampler.drain(), all().count >= 3));
    expect(sampler.exitedAtNs()).toBeNaN();
    child.kill('SIGKILL');
    await waitUntil(() => !Number.isNaN(sampler.exitedAtNs()));
    sampler.stop();
    const { rssBytes, timeNs } = all();
    expect(Math.min(...rssBytes)).toBeGreaterThan(0);
    expect(sampler.exitedAtNs()).toBeGreaterThan(timeNs.at(-1) ?? Number.NaN);
  });

  it('treats a zombie as an end', async () => {
    const { child } = await startFamily();
    const { sampler, all } = sampling(subject, { pid: child });
    sampler.start();
    process.kill(child, 'SIGKILL');
    await waitUntil(() => !Number.isNaN(sampler.exitedAtNs()));
    sampler.stop();
    expect(Math.min(...all().rssBytes)).toBeGreaterThan(0);
  });
}

import { describe, expect, it } from 'vitest';
import { nowNs } from '../../../src/stream/clock.ts';
import { TargetDiedError, TargetError } from '../../../src/target/errors.ts';
import { isAlive } from '../is-alive.ts';
import { useFreshTargets, type ConformanceSubject } from './subject.ts';

/** How the process begins and ends. */
export function describeLifecycle(subject: ConformanceSubject): void {
  const { model, endlessTokens: maxTokens } = subject;
  const endless = { model, prompt: 'the old road', maxTokens, greedy: true };

  describe('its process', () => {
    const make = useFreshTargets(subject);

    it('runs from start to stop, and no longer', async () => {
      const target = make();
      expect(target.pid).toBeUndefined();
      await expect(target.load(model)).rejects.toThrow(TargetError);
      await target.start();
      const pid = target.pid ?? 0;
      expect(isAlive(pid)).toBe(true);
      await target.stop();
      expect(isAlive(pid)).toBe(false);
      expect(await target.exited).toMatchObject({ pid });
    });

    it('can be stopped twice, and before it was started', async () => {
      const target = make();
      await target.start();
      await Promise.all([target.stop(), target.stop()]);
      await target.stop();
      expect(isAlive(target.pid ?? 0)).toBe(false);
      const unused = make();
      await unused.stop();
      expect(unused.pid).toBeUndefined();
    });

    it('is gone when it is stopped while it starts', async () => {
      const target = make();
      const started = Promise.allSettled([target.start()]);
      await target.stop();
      expect((await started)[0].status).toBe('rejected');
      expect(isAlive(target.pid ?? 0)).toBe(false);
    });

    it('is gone when its start is canceled', async () => {
      const target = make();
      const abort = new AbortController();
      const started = target.start(abort.signal);
      abort.abort();
      await expect(started).rejects.toMatchObject({ name: 'AbortError' });
      expect(isAlive(target.pid ?? 0)).toBe(false);
    });

    it('ends requests in flight when it is stopped', async () => {
      const target = make();
      await target.start();
      await target.load(model);
      const outcome = Promise.allSettled([target.generate(endless)]);
      await target.stop();
      expect((await outcome)[0].status).toBe('rejected');
    });

    it('reports when it was killed, to every request in flight and to every later one', async () => {
      const target = make();
      await target.start();
      await target.load(model);
      const outcomes = Promise.allSettled([target.generate(endless), target.generate(endless)]);
      await target.generate({ ...endless, maxTokens: 2 });
      const killedNs = nowNs();
      process.kill(target.pid ?? 0, 'SIGKILL');
      const exit = await target.exited;
      expect(exit).toMatchObject({ pid: target.pid, exitCode: null, signal: 'SIGKILL' });
      expect(exit.atNs).toBeGreaterThan(killedNs);
      expect(exit.atNs).toBeLessThan(nowNs());
      for (const outcome of await outcomes) {
        expect(outcome).toMatchObject({ status: 'rejected', reason: expect.any(TargetDiedError) });
      }
      await expect(target.countTokens(model, 'north')).rejects.toMatchObject({
        code: 'TARGET_DIED',
        exit,
      });
      await target.stop();
    });
  });
}

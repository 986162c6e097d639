import { expect, it } from 'vitest';
import { keys } from '../../../src/fleet/protocol/names.ts';
import { RunFollower } from '../../../src/fleet/watch/run-follower.ts';
import { Bucket } from './bucket.ts';

const PLACE = { phase: 'load', stage: 'steady' };

async function followed() {
  const bucket = new Bucket();
  const follower = await RunFollower.open(bucket);
  let edges = 0;
  follower.attach({
    event: () => {},
    edge: async () => {
      edges += 1;
    },
  });
  return { bucket, follower, edges: () => edges };
}

it('scrapes before the start of a stage and after its totals, once each', async () => {
  const { bucket, edges } = await followed();
  bucket.put(keys.start(PLACE));
  bucket.put(keys.start(PLACE));
  expect(edges()).toBe(1);
  bucket.put(keys.totals(PLACE));
  expect(edges()).toBe(2);
});

it('ignores what agents put, such as a summary', async () => {
  const { bucket, edges, follower } = await followed();
  bucket.put(keys.summary(PLACE, 'load-1'));
  bucket.put(keys.ended(PLACE, 'load-1'));
  expect(edges()).toBe(0);
  expect(follower.finished.aborted).toBe(false);
});

it('is finished once the load has ended on all agents', async () => {
  const { bucket, follower } = await followed();
  bucket.put(keys.finish);
  expect(follower.finished.aborted).toBe(true);
});

it('leaves no subscription behind, even when the bucket fails', async () => {
  const { bucket, follower } = await followed();
  follower.close();
  expect(bucket.watched).toBe(0);
  const broken = new Bucket();
  broken.isBroken = true;
  await expect(RunFollower.open(broken)).rejects.toThrow('no such bucket');
  expect(broken.watched).toBe(0);
});

/** Joins many simulated agents to a fleet, one connection each, for one run; sends `joined`, then their times. */
import { once } from 'node:events';
import { SimulatedAgent } from './simulated-agent.mjs';
import { writeSharedRunFile } from './made-run.mjs';

const [{ url, count, outputDir }] = await once(process, 'message');
/** @type {Promise<string> | undefined} */
let runFile;
const shared = (config) => (runFile ??= writeSharedRunFile(outputDir, config));
const agents = await Promise.all(
  Array.from({ length: count }, (_, index) =>
    SimulatedAgent.join({ url, name: `made-${index}`, outputDir, shared }),
  ),
);
process.send('joined');
try {
  process.send(await Promise.all(agents.map(({ times }) => times)));
} finally {
  await Promise.all(agents.map((agent) => agent.leave()));
}
process.disconnect();

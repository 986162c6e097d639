/** Announces an agent that is idle and has another version: `node stranger.mjs URL NAME VERSION`. */
import { logIn } from './nats-line.mjs';

const [url, name, version] = process.argv.slice(2);
const bus = await logIn(url);
let beat = 0;
setInterval(() => {
  beat += 1;
  const presence = {
    name,
    instance: 'stranger',
    version,
    protocol: 1,
    roles: ['load'],
    machine: 'elsewhere',
    bootId: 'other',
    beatEpochMs: Date.now(),
    beat,
  };
  bus.publish(`$KV.loadcell_agents_default.${name}`, JSON.stringify(presence));
  if (beat === 1) process.stdout.write('announced\n');
}, 500);

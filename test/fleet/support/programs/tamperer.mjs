/** Deletes the content of each file of one agent as soon as the file is stored: `node tamperer.mjs URL AGENT`. */
import { logIn } from './nats-line.mjs';

/** Objects of agents are named AGENT/FILE. */
const ofAgent = `${process.argv[3]}/`;

const bus = await logIn(process.argv[2], (subject, payload) => {
  const [, bucket] = subject.split('.');
  const { name, nuid, size } = JSON.parse(payload);
  if (!name.startsWith(ofAgent) || size === 0) return;
  const filter = JSON.stringify({ filter: `$O.${bucket}.C.${nuid}` });
  bus.publish(`$JS.API.STREAM.PURGE.OBJ_${bucket}`, filter);
});
bus.subscribe('$O.*.M.>');
process.stdout.write('waiting\n');

/**
 * Real servers on this machine, for tests and for manual use:
 *   node scripts/hosts.mjs setup
 *   node scripts/hosts.mjs start vllm|vllm-pooling|vllm-scoring|litellm|transformers [--address IP] [--port N]
 *     [--upstream URL] [--until-stdin-ends]
 */
import { parseArgs } from 'node:util';
import { HostsError } from './hosts/hosts-error.mjs';
import { setUpHosts } from './hosts/install/set-up.mjs';
import { startServer } from './hosts/server/start-server.mjs';
import { SetupError } from './setup/setup-error.mjs';

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        address: { type: 'string', default: '127.0.0.1' },
        port: { type: 'string', default: '0' },
        upstream: { type: 'string' },
        'until-stdin-ends': { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    throw new HostsError(error.message);
  }
}

async function main() {
  const { positionals, values } = readArguments();
  const [action, name] = positionals;
  switch (action) {
    case 'setup':
      return await setUpHosts();
    case 'start':
      await setUpHosts();
      return await startServer(name, {
        address: values.address,
        port: Number(values.port),
        upstream: values.upstream,
        untilStdinEnds: values['until-stdin-ends'],
      });
    default:
      throw new HostsError(`unknown action "${action ?? ''}"; expected setup or start`);
  }
}

try {
  await main();
} catch (error) {
  if (!(error instanceof HostsError) && !(error instanceof SetupError)) throw error;
  process.stderr.write(`hosts: ${error.message}\n`);
  process.exitCode = 1;
}

export type { AgentOptions } from './agent/agent-options.ts';
export { runAgent } from './agent/run-agent.ts';
export { parseBusAddress } from './bus/bus-address.ts';
export type { BusOptions } from './bus/bus.ts';
export type {
  Crew as FleetCrew,
  Wanted as WantedAgents,
  WantedCrew,
} from './coordinator/crew/choose-crew.ts';
export type { FleetProgress, FleetRunOptions } from './coordinator/fleet-run-options.ts';
export type { FleetFigures } from './coordinator/live/fleet-figures.ts';
export { runFleet } from './coordinator/run-fleet.ts';
export { NameSchema as FleetNameSchema } from './protocol/names.ts';
export { FleetBus } from './up/fleet-bus.ts';
export type { FleetBusOptions } from './up/fleet-bus.ts';
export { isLoopback } from './up/reachable-at.ts';
export { openWatcher } from './watch/open-watcher.ts';
export type { WatchOptions } from './watch/watch-options.ts';
export { AGENT_ROLES } from './protocol/presence.ts';
export type { AgentRole } from './protocol/presence.ts';
export type { Watcher } from './watch/watcher.ts';

import { PROTOCOL_VERSION } from '../protocol/names.ts';
import type { OfferReply, RunOffer } from '../protocol/offer.ts';
import type { AgentIdentity } from './agent-options.ts';
import type { AgentStatus } from './presence.ts';

/** Why an agent refuses an offer, before it looks at the plan; undefined where it does not. */
export function refusalOf(
  offer: RunOffer,
  { version, roles }: Pick<AgentIdentity, 'version' | 'roles'>,
  { busyWith, unable }: AgentStatus,
): OfferReply | undefined {
  if (offer.protocol !== PROTOCOL_VERSION || offer.version !== version) {
    const other = `Loadcell ${offer.version}, protocol ${offer.protocol}`;
    return refused('version', `has Loadcell ${version}, and the run needs ${other}`);
  }
  if (busyWith !== undefined) return refused('busy', `is busy with run ${busyWith}`);
  if (!roles.includes(offer.role)) return refused('role', `has no role ${offer.role}`);
  if (offer.role === 'load' && offer.slice === undefined) {
    return refused('invalid', 'got an offer without a slice');
  }
  if (offer.role === 'watch' && unable !== undefined) {
    return refused('unable', `cannot watch: ${unable}`);
  }
  return undefined;
}

/** A refusal. @param reason a clause that follows the name of the agent */
export function refused(
  code: Extract<OfferReply, { accepted: false }>['code'],
  reason: string,
): OfferReply {
  return { accepted: false, code, reason };
}

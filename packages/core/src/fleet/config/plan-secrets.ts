import type { RunConfig } from '../../config/parse-config.ts';

/** Variables of Loadcell that a plan may name. */
const OWN = /^LOADCELL_/;

/** Variables with the access to the bus itself. */
const OF_BUS = /^LOADCELL_BUS/;

/**
 * Variables of the environment that a plan names and this machine does not allow: a plan could have any variable sent to any
 * address.
 * @param allowed names that the command line of this machine allows
 */
export function refusedVariables(
  { target }: Pick<RunConfig, 'target'>,
  allowed: readonly string[],
): string[] {
  const ofHeaders = Object.values(target.headers).flatMap((value) =>
    typeof value === 'string' ? [] : [value.env],
  );
  const { apiKeyEnv } = target;
  const named = apiKeyEnv === undefined ? ofHeaders : [apiKeyEnv, ...ofHeaders];
  return named.filter((name) => !allowed.includes(name) && (!OWN.test(name) || OF_BUS.test(name)));
}

import { nkeys } from '@nats-io/transport-node';

/** What a nats-server and a user of it need for credentials of an operator. */
export interface BusAccounts {
  /** Of the server. */
  readonly config: string;
  /** A file of credentials: a JWT with its seed. */
  readonly creds: string;
}

type KeyPair = ReturnType<typeof nkeys.createUser>;

const UNLIMITED = -1;

/** No limits, with JetStream. */
const ACCOUNT_LIMITS = {
  subs: UNLIMITED,
  data: UNLIMITED,
  payload: UNLIMITED,
  imports: UNLIMITED,
  exports: UNLIMITED,
  wildcards: true,
  conn: UNLIMITED,
  leaf: UNLIMITED,
  mem_storage: UNLIMITED,
  disk_storage: UNLIMITED,
  streams: UNLIMITED,
  consumer: UNLIMITED,
};

const USER_LIMITS = { subs: UNLIMITED, data: UNLIMITED, payload: UNLIMITED };

/** Signs what an issuer says of a subject. */
function jwtOf(
  issuer: KeyPair,
  subject: KeyPair,
  { name, nats }: { readonly name: string; readonly nats: object },
): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const body = {
    jti: name,
    iat: Math.floor(Date.now() / 1000),
    iss: issuer.getPublicKey(),
    sub: subject.getPublicKey(),
    name,
    nats: { version: 2, ...nats },
  };
  const text = `${part({ typ: 'JWT', alg: 'ed25519-nkey' })}.${part(body)}`;
  const signature = issuer.sign(new TextEncoder().encode(text));
  return `${text}.${Buffer.from(signature).toString('base64url')}`;
}

/** Makes an operator with a system account, an account with JetStream, and a user of it. */
export function makeAccounts(): BusAccounts {
  const operator = nkeys.createOperator();
  const [system, account, user] = [
    nkeys.createAccount(),
    nkeys.createAccount(),
    nkeys.createUser(),
  ];
  const { mem_storage: _memory, disk_storage: _disk, ...withoutJetStream } = ACCOUNT_LIMITS;
  const ofOperator = jwtOf(operator, operator, {
    name: 'operator',
    nats: { type: 'operator', system_account: system.getPublicKey() },
  });
  const ofSystem = jwtOf(operator, system, {
    name: 'system',
    nats: { type: 'account', limits: withoutJetStream },
  });
  const ofAccount = jwtOf(operator, account, {
    name: 'loadcell',
    nats: { type: 'account', limits: ACCOUNT_LIMITS },
  });
  const ofUser = jwtOf(account, user, { name: 'user', nats: { type: 'user', ...USER_LIMITS } });
  return {
    config: [
      `operator: ${ofOperator}`,
      `system_account: ${system.getPublicKey()}`,
      'resolver: MEMORY',
      'resolver_preload: {',
      `  ${system.getPublicKey()}: ${ofSystem}`,
      `  ${account.getPublicKey()}: ${ofAccount}`,
      '}',
      '',
    ].join('\n'),
    creds: [
      '-----BEGIN NATS USER JWT-----',
      ofUser,
      '------END NATS USER JWT------',
      '',
      '-----BEGIN USER NKEY SEED-----',
      new TextDecoder().decode(user.getSeed()),
      '------END USER NKEY SEED------',
      '',
    ].join('\n'),
  };
}

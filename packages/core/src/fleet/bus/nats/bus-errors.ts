import { errors } from '@nats-io/transport-node';
import { JetStreamApiCodes, JetStreamApiError } from '@nats-io/jetstream';
import { LoadcellError } from '../../../spec/error/errors.ts';

/** An error of the client in the words of Loadcell. */
export function busError(address: string, error: unknown): LoadcellError {
  if (error instanceof LoadcellError) return error;
  const { message, help } = explain(address, error);
  return new LoadcellError('BUS', message, { help, cause: error });
}

function explain(address: string, error: unknown): { message: string; help: string } {
  const causes = causesOf(error);
  const find = (isOne: (cause: unknown) => boolean): boolean => causes.some(isOne);
  if (find((cause) => cause instanceof errors.PermissionViolationError)) {
    return {
      message: `the bus at ${address} permits this user too little: ${textOf(error)}`,
      help: 'permit the subjects loadcell.>, $JS.API.>, $KV.>, $O.> and _INBOX.>',
    };
  }
  if (find((cause) => cause instanceof errors.AuthorizationError || isExpired(cause))) {
    return {
      message: `the bus at ${address} refused the credentials`,
      help: 'pass --bus-creds, --bus-nkey, or user and password in the URL',
    };
  }
  if (find(isWithoutJetStream)) {
    return {
      message: `the bus at ${address} has no JetStream`,
      help: 'start nats-server with -js, or enable JetStream for the account',
    };
  }
  const text = textOf(error);
  if (text.includes("server does not support 'tls'")) {
    return {
      message: `the bus at ${address} has no TLS`,
      help: 'remove tls:// and the flags --bus-tls-*, or configure TLS in nats-server',
    };
  }
  if (/certificate|TLS|tls|SSL|ssl|CERT_|self.signed/u.test(text)) {
    return {
      message: `no TLS connection to the bus at ${address}: ${text}`,
      help: 'pass the certificate authority with --bus-tls-ca, and --bus-tls-cert and --bus-tls-key if the bus needs them',
    };
  }
  return {
    message: `cannot reach the bus at ${address}: ${text}`,
    help: 'start nats-server there, or check the address and the firewall',
  };
}

function isExpired(cause: unknown): boolean {
  return cause instanceof errors.UserAuthenticationExpiredError;
}

function isWithoutJetStream(cause: unknown): boolean {
  if (cause instanceof Error && cause.name === 'JetStreamNotEnabled') return true;
  return (
    cause instanceof JetStreamApiError &&
    cause.code === JetStreamApiCodes.JetStreamNotEnabledForAccount
  );
}

/** Whether the bus says that a bucket or store does not exist. */
export function isAbsent(error: unknown): boolean {
  return causesOf(error).some(
    (cause) =>
      (cause instanceof JetStreamApiError && cause.code === JetStreamApiCodes.StreamNotFound) ||
      (cause instanceof Error && cause.message.includes('stream not found')),
  );
}

/** Whether nobody listens on a subject. */
export function isWithoutResponder(error: unknown): boolean {
  return causesOf(error).some((cause) => cause instanceof errors.NoRespondersError);
}

function causesOf(error: unknown): unknown[] {
  const causes: unknown[] = [];
  for (let cause = error; cause instanceof Error && causes.length < 8; cause = cause.cause) {
    causes.push(cause);
  }
  return causes;
}

function textOf(error: unknown): string {
  return error instanceof Error && error.message !== '' ? error.message : String(error);
}

import type { HttpRequest } from '../../codec/http-request.ts';
import type {
  StagedRequest,
  TransportAccount,
  TransportOptions,
  TransportRecord,
} from '../transport.ts';
import type { Connection } from './connection.ts';
import { ConnectionStock } from './connection-stock.ts';

/** One replica: its idle connections, and its requests in flight. */
interface Replica {
  readonly stock: ConnectionStock;
  readonly host: string;
  inFlight: number;
}

/** A request with the replica that it goes to. */
export interface PlacedRequest {
  readonly request: StagedRequest;
  readonly replica: number;
  readonly connection: Connection;
}

/** The connections of a sender, by replica. */
export class ReplicaStocks {
  readonly #replicas: readonly Replica[];
  /** Replicas of requests in flight, where there are several. */
  readonly #byRequest = new Map<number, number>();
  /** Of replicas with equally few requests in flight, the first from here is chosen. */
  #turn = 0;

  constructor({ moreReplicas = [], ...first }: TransportOptions) {
    this.#replicas = [first, ...moreReplicas].map((endpoint) => ({
      stock: new ConnectionStock({ ...withoutSocket(first), ...endpoint }),
      host: endpoint.host ?? `${endpoint.hostname}:${endpoint.port}`,
      inFlight: 0,
    }));
  }

  /** Counts of all replicas. */
  get account(): Pick<
    TransportAccount,
    'connectionsOpenedBefore' | 'connectionsOpenedDuring' | 'freshConnections'
  > {
    const accounts = this.#replicas.map(({ stock }) => stock.account);
    return {
      connectionsOpenedBefore: sum(accounts, (one) => one.connectionsOpenedBefore),
      connectionsOpenedDuring: sum(accounts, (one) => one.connectionsOpenedDuring),
      freshConnections: sum(accounts, (one) => one.freshConnections),
    };
  }

  /** Opens connections in advance, the same number to each replica, rounded up. @throws the first error when all fail */
  async open(count: number): Promise<void> {
    const each = Math.ceil(count / this.#replicas.length);
    const opened = await Promise.allSettled(this.#replicas.map(({ stock }) => stock.open(each)));
    const [first] = opened;
    const isAnyOpen = opened.some(({ status }) => status === 'fulfilled');
    if (!isAnyOpen && first?.status === 'rejected') throw first.reason;
  }

  /** A connection to the replica of a request: the one that it names, or the one with the fewest requests in flight. */
  take(staged: StagedRequest): PlacedRequest {
    const named = staged.request.replica;
    const replica = named ?? this.#leastBusy();
    const chosen = this.#at(replica);
    chosen.inFlight += 1;
    const hasSeveral = this.#replicas.length > 1;
    const isAssigned = named === undefined && hasSeveral;
    if (hasSeveral) this.#byRequest.set(staged.id, replica);
    if (isAssigned) this.#turn = (replica + 1) % this.#replicas.length;
    return {
      request: isAssigned ? { ...staged, request: withHost(staged.request, chosen.host) } : staged,
      replica,
      connection: chosen.stock.take(),
    };
  }

  /** A record with the replica of its request, where there are several. */
  named(record: TransportRecord): TransportRecord {
    if (record.kind !== 'sent' && record.kind !== 'failed') return record;
    const replica = this.#byRequest.get(record.id);
    return replica === undefined ? record : { ...record, replica };
  }

  /** A request to this replica has ended. */
  end(id: number, replica: number): void {
    this.#byRequest.delete(id);
    this.#at(replica).inFlight -= 1;
  }

  /** The connections to one replica. */
  of(replica: number): ConnectionStock {
    return this.#at(replica).stock;
  }

  async close(): Promise<void> {
    await Promise.all(this.#replicas.map(({ stock }) => stock.close()));
  }

  #leastBusy(): number {
    const count = this.#replicas.length;
    let chosen = this.#turn;
    for (let offset = 1; offset < count; offset += 1) {
      const index = (this.#turn + offset) % count;
      if (this.#at(index).inFlight < this.#at(chosen).inFlight) chosen = index;
    }
    return chosen;
  }

  #at(replica: number): Replica {
    const found = this.#replicas[replica];
    if (found === undefined) throw new RangeError(`unknown replica ${replica}`);
    return found;
  }
}

function sum<Item>(items: readonly Item[], of: (item: Item) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}

/** The options of a replica do not inherit the socket of the first one. */
function withoutSocket(options: TransportOptions): TransportOptions {
  const { socketPath: _, ...shared } = options;
  return shared;
}

function withHost(request: HttpRequest, host: string): HttpRequest {
  const headers = request.headers.map(
    ([name, value]) => [name, name === 'Host' ? host : value] as const,
  );
  return { ...request, headers };
}

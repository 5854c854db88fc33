import { randomUUID } from 'node:crypto';
import type { IGossipServer } from '@eventstore/db-client/generated/gossip_grpc_pb.js';
import { uuid } from './append-service.ts';
import { gossip } from './messages.ts';

const { VNodeState } = gossip.MemberInfo;

/** How long the others take to choose a leader when theirs is gone, in milliseconds. */
const ELECTION_MS = 1500;

/** A node as the others know it. */
interface Member {
  readonly id: string;
  readonly port: number;
  alive: boolean;
}

/**
 * The nodes of a server: one alone, or several that hold the same events and choose a leader while most of them are there.
 * What a leader has answered all of them have, as a quorum sees to it.
 */
export class Cluster {
  readonly #members: readonly Member[];
  #leader: Member | undefined;

  constructor(ports: readonly number[]) {
    this.#members = ports.map((port) => ({ id: randomUUID(), port, alive: true }));
    this.#leader = this.#members[0];
  }

  /** The leader's port; undefined while there is none. */
  get leader(): number | undefined {
    return this.#leader?.port;
  }

  left(port: number): void {
    this.#set(port, false);
    if (this.#leader?.port !== port) return;
    this.#leader = undefined;
    setTimeout(() => this.#elect(), ELECTION_MS);
  }

  joined(port: number): void {
    this.#set(port, true);
    if (this.#leader === undefined) setTimeout(() => this.#elect(), ELECTION_MS);
  }

  /** `Gossip`: who is there and who leads, as any node tells it. */
  readonly gossipServer: IGossipServer = {
    read: (_, callback) => {
      const info = new gossip.ClusterInfo();
      callback(null, info.setMembersList(this.#members.map((member) => this.#told(member))));
    },
  };

  #told(member: Member) {
    const told = new gossip.MemberInfo();
    const place = new gossip.EndPoint();
    place.setAddress('127.0.0.1');
    place.setPort(member.port);
    told.setInstanceId(uuid(member.id));
    told.setTimeStamp(String(Date.now() * 10_000));
    told.setIsAlive(member.alive);
    told.setHttpEndPoint(place);
    const { LEADER, FOLLOWER, UNKNOWN } = VNodeState;
    return told.setState(member === this.#leader ? LEADER : this.#leader === undefined ? UNKNOWN : FOLLOWER);
  }

  #set(port: number, alive: boolean): void {
    for (const member of this.#members) if (member.port === port) member.alive = alive;
  }

  #elect(): void {
    const alive = this.#members.filter((member) => member.alive);
    if (this.#leader !== undefined || alive.length * 2 <= this.#members.length) return;
    this.#leader = alive[Math.floor(Math.random() * alive.length)];
  }
}

import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { IServerFeaturesServer } from '@eventstore/db-client/generated/serverfeatures_grpc_pb.js';
import type { IStreamsServer } from '@eventstore/db-client/generated/streams_grpc_pb.js';
import { Server, status } from '@grpc/grpc-js';
import { append, batchAppend, NOT_READY, nameOf, refusal } from './append-service.ts';
import { Cluster } from './cluster.ts';
import { credentialCheck } from './credentials.ts';
import { EventLog } from './event-log.ts';
import {
  features,
  featuresService,
  gossipService,
  persistentService as persistentDefinition,
  projectionsService as projectionsDefinition,
  streams,
  streamsService,
} from './messages.ts';
import { Node } from './node.ts';
import { Groups } from './persistent-groups.ts';
import { persistentService } from './persistent-service.ts';
import { Projections } from './projections.ts';
import { projectionsService } from './projections-service.ts';
import { read } from './read-service.ts';

/**
 * A double of EventStoreDB 24.2: its wire for streams, persistent subscriptions, projections and gossip, its state on disk.
 * `node server.ts FOLDER PORT…` says `listening PORT` when it is ready; port 0 is any. As with a server,
 * `EVENTSTORE_RUN_PROJECTIONS=None` leaves out projections, and `EVENTSTORE_CERTIFICATE_FILE` with
 * `EVENTSTORE_CERTIFICATE_PRIVATE_KEY_FILE` makes it speak TLS alone. `EVENTSTORE_PASSWORD` is that of the user `admin`, who is
 * asked for where it is set.
 *
 * Several ports are the nodes of a cluster. `kill leader` and `start PORT` on standard input are answered by `killed PORT` and
 * `listening PORT`.
 */
const VERSION = '24.2.0';

const {
  EVENTSTORE_RUN_PROJECTIONS,
  EVENTSTORE_CERTIFICATE_FILE,
  EVENTSTORE_CERTIFICATE_PRIVATE_KEY_FILE,
  EVENTSTORE_PASSWORD,
} = process.env;
const runsProjections = EVENTSTORE_RUN_PROJECTIONS !== 'None';
const certificate =
  EVENTSTORE_CERTIFICATE_FILE === undefined || EVENTSTORE_CERTIFICATE_PRIVATE_KEY_FILE === undefined
    ? undefined
    : { cert: readFileSync(EVENTSTORE_CERTIFICATE_FILE), key: readFileSync(EVENTSTORE_CERTIFICATE_PRIVATE_KEY_FILE) };

const [folder = '', ...ports] = process.argv.slice(2);
const log = new EventLog(folder);
const groups = new Groups(folder, log);
const projections = runsProjections ? new Projections(folder, log) : undefined;
const cluster = new Cluster(ports.map(Number));

/** A node that follows hands what is written to its leader, and refuses it while there is none. */
const isReady = () => cluster.leader !== undefined;

const streamsServer: IStreamsServer = {
  read: (call) => void read(log, call),
  append: (call, callback) => {
    if (isReady()) append(log, call, callback);
    else callback({ code: status.UNAVAILABLE, details: NOT_READY });
  },
  batchAppend: (call) => batchAppend(log, call, isReady),
  delete: (call, callback) => {
    const stream = nameOf(call.request.getOptions()?.getStreamIdentifier());
    if (log.state(stream) === 'deleted') return callback(refusal('stream-deleted', { 'stream-name': stream }));
    log.delete(stream);
    callback(null, new streams.DeleteResp());
  },
  tombstone: (call, callback) => {
    const stream = nameOf(call.request.getOptions()?.getStreamIdentifier());
    log.tombstone(stream);
    callback(null, new streams.TombstoneResp());
  },
};

const featuresServer: IServerFeaturesServer = {
  getSupportedMethods: (_, callback) => {
    const answer = new features.SupportedMethods();
    answer.setEventStoreServerVersion(VERSION);
    const methods = [
      streamsService.StreamsService,
      persistentDefinition.PersistentSubscriptionsService,
      ...(runsProjections ? [projectionsDefinition.ProjectionsService] : []),
    ].flatMap((service) => Object.values<{ readonly path: string }>(service));
    answer.setMethodsList(
      methods.map(({ path }) => {
        const [, service = '', method = ''] = path.toLowerCase().split('/');
        const message = new features.SupportedMethod();
        message.setServiceName(service);
        message.setMethodName(method);
        if (service.includes('persistent')) message.setFeaturesList(['stream']);
        if (service.includes('projections') && method === 'create') message.setFeaturesList(['track_emitted_streams']);
        return message;
      }),
    );
    callback(null, answer);
  },
};

function startNode(port: number): Node {
  const grpc = new Server({
    'grpc.max_receive_message_length': 17 * 2 ** 20,
    'grpc.max_send_message_length': -1,
    interceptors: EVENTSTORE_PASSWORD === undefined ? [] : [credentialCheck('admin', EVENTSTORE_PASSWORD)],
  });
  grpc.addService(streamsService.StreamsService, streamsServer);
  grpc.addService(persistentDefinition.PersistentSubscriptionsService, persistentService(groups, log));
  if (projections) grpc.addService(projectionsDefinition.ProjectionsService, projectionsService(projections));
  grpc.addService(featuresService.ServerFeaturesService, featuresServer);
  grpc.addService(gossipService.GossipService, cluster.gossipServer);
  const state = () => (cluster.leader === port ? 'leader' : 'follower');
  return new Node(grpc, {
    port,
    certificate,
    info: () => ({ dbVersion: VERSION, esVersion: VERSION, state: state() }),
  });
}

const nodes = new Map(ports.map((port) => [Number(port), startNode(Number(port))]));
for (const node of nodes.values()) console.log(`listening ${await node.listen()}`);

createInterface({ input: process.stdin }).on('line', async (line) => {
  const [what, which] = line.split(' ');
  const port = which === 'leader' ? cluster.leader : Number(which);
  const node = port === undefined ? undefined : nodes.get(port);
  if (port === undefined || node === undefined) return console.log('no such node');
  if (what === 'kill') {
    cluster.left(port);
    await node.kill();
    console.log(`killed ${port}`);
  } else {
    await node.listen();
    cluster.joined(port);
    console.log(`listening ${port}`);
  }
});

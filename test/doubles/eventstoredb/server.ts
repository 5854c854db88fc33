import { createServer as createHttpServer, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import type { IServerFeaturesServer } from '@eventstore/db-client/generated/serverfeatures_grpc_pb.js';
import type { IStreamsServer } from '@eventstore/db-client/generated/streams_grpc_pb.js';
import { Server, ServerCredentials } from '@grpc/grpc-js';
import { append, batchAppend, nameOf, refusal } from './append-service.ts';
import { EventLog } from './event-log.ts';
import {
  features,
  featuresService,
  persistentService as persistentDefinition,
  projectionsService as projectionsDefinition,
  streams,
  streamsService,
} from './messages.ts';
import { Groups } from './persistent-groups.ts';
import { persistentService } from './persistent-service.ts';
import { Projections } from './projections.ts';
import { projectionsService } from './projections-service.ts';
import { read } from './read-service.ts';

/**
 * A double of EventStoreDB 24.2: its wire for streams, persistent subscriptions and projections, its state on disk.
 * `node server.ts FOLDER PORT` says `listening PORT` when it is ready; port 0 is any. As with a server, `EVENTSTORE_RUN_PROJECTIONS=None`
 * leaves out projections.
 */
const VERSION = '24.2.0';

const runsProjections = process.env.EVENTSTORE_RUN_PROJECTIONS !== 'None';

const [folder = '', port = '0'] = process.argv.slice(2);
const log = new EventLog(folder);
const grpc = new Server({ 'grpc.max_receive_message_length': 17 * 2 ** 20, 'grpc.max_send_message_length': -1 });

const streamsServer: IStreamsServer = {
  read: (call) => void read(log, call),
  append: (call, callback) => append(log, call, callback),
  batchAppend: (call) => batchAppend(log, call),
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

grpc.addService(streamsService.StreamsService, streamsServer);
grpc.addService(persistentDefinition.PersistentSubscriptionsService, persistentService(new Groups(folder, log), log));
if (runsProjections)
  grpc.addService(projectionsDefinition.ProjectionsService, projectionsService(new Projections(folder, log)));
grpc.addService(featuresService.ServerFeaturesService, featuresServer);

const http = createHttpServer((request, response) => {
  const answer = (status: number, body?: object): ServerResponse =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(body && JSON.stringify(body));
  if (request.url === '/health/live') answer(204);
  else if (request.url === '/info') answer(200, { dbVersion: VERSION, esVersion: VERSION, state: 'leader' });
  else answer(404);
});

/** Both protocols are on one port: a gRPC client begins with the preface of HTTP/2. */
const injector = grpc.createConnectionInjector(ServerCredentials.createInsecure());
const server = createServer((socket: Socket) => {
  socket.on('error', () => socket.destroy());
  socket.once('readable', () => {
    const first: Buffer | null = socket.read();
    if (first === null) return;
    socket.unshift(first);
    if (first.toString('latin1', 0, 3) === 'PRI') injector.injectConnection(socket);
    else http.emit('connection', socket);
  });
});

server.listen(Number(port), '127.0.0.1', () => {
  const address: AddressInfo | string | null = server.address();
  console.log(`listening ${typeof address === 'object' ? address?.port : address}`);
});

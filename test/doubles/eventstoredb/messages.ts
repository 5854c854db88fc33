import { createRequire } from 'node:module';

/**
 * The messages and services of EventStoreDB, from the client's own package. It is CommonJS without names that an import
 * could see, so it is required; the types are the package's.
 */
const require = createRequire(import.meta.url);

export const streams: typeof import('@eventstore/db-client/generated/streams_pb.js') = require('@eventstore/db-client/generated/streams_pb.js');
export const streamsService: typeof import('@eventstore/db-client/generated/streams_grpc_pb.js') = require('@eventstore/db-client/generated/streams_grpc_pb.js');
export const features: typeof import('@eventstore/db-client/generated/serverfeatures_pb.js') = require('@eventstore/db-client/generated/serverfeatures_pb.js');
export const featuresService: typeof import('@eventstore/db-client/generated/serverfeatures_grpc_pb.js') = require('@eventstore/db-client/generated/serverfeatures_grpc_pb.js');
export const persistent: typeof import('@eventstore/db-client/generated/persistent_pb.js') = require('@eventstore/db-client/generated/persistent_pb.js');
export const persistentService: typeof import('@eventstore/db-client/generated/persistent_grpc_pb.js') = require('@eventstore/db-client/generated/persistent_grpc_pb.js');
export const projections: typeof import('@eventstore/db-client/generated/projections_pb.js') = require('@eventstore/db-client/generated/projections_pb.js');
export const projectionsService: typeof import('@eventstore/db-client/generated/projections_grpc_pb.js') = require('@eventstore/db-client/generated/projections_grpc_pb.js');
export const gossip: typeof import('@eventstore/db-client/generated/gossip_pb.js') = require('@eventstore/db-client/generated/gossip_pb.js');
export const gossipService: typeof import('@eventstore/db-client/generated/gossip_grpc_pb.js') = require('@eventstore/db-client/generated/gossip_grpc_pb.js');
export const struct: typeof import('google-protobuf/google/protobuf/struct_pb.js') = require('google-protobuf/google/protobuf/struct_pb.js');
export const shared: typeof import('@eventstore/db-client/generated/shared_pb.js') = require('@eventstore/db-client/generated/shared_pb.js');
export const rpc: typeof import('@eventstore/db-client/generated/status_pb.js') = require('@eventstore/db-client/generated/status_pb.js');
export const any: typeof import('google-protobuf/google/protobuf/any_pb.js') = require('google-protobuf/google/protobuf/any_pb.js');
export const empty: typeof import('google-protobuf/google/protobuf/empty_pb.js') = require('google-protobuf/google/protobuf/empty_pb.js');

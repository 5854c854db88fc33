import { Metadata, ServerInterceptingCall, type ServerInterceptor, ServerListenerBuilder, status } from '@grpc/grpc-js';

/** What a server tells everybody. */
const OPEN_TO_ALL = /gossip|server_features/;

/** Lets in one user: a wrong password is answered 16, none at all 7. */
export function credentialCheck(user: string, password: string): ServerInterceptor {
  const right = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
  return ({ path }, call) =>
    new ServerInterceptingCall(call, {
      start: (next) => {
        const listener = new ServerListenerBuilder()
          .withOnReceiveMetadata((metadata, mdNext) => {
            const [shown] = metadata.get('authorization');
            if (shown === right || (shown === undefined && OPEN_TO_ALL.test(path))) return mdNext(metadata);
            call.sendStatus(shown === undefined ? DENIED : UNAUTHENTICATED);
          })
          .build();
        next(listener);
      },
    });
}

const UNAUTHENTICATED = { code: status.UNAUTHENTICATED, details: 'Unauthenticated' };

const denied = new Metadata();
denied.set('exception', 'access-denied');
const DENIED = { code: status.PERMISSION_DENIED, details: 'Access Denied', metadata: denied };

import type { IProjectionsServer } from '@eventstore/db-client/generated/projections_grpc_pb.js';
import { type ServiceError, type sendUnaryData, status } from '@grpc/grpc-js';
import { projections as messages, struct } from './messages.ts';
import type { Projection, Projections } from './projections.ts';

type Named = { getOptions(): { getName(): string } | undefined };

/** `Projections`: continuous ones. Errors are those of a server: all of one kind, told apart by their words. */
export function projectionsService(projections: Projections): IProjectionsServer {
  /** Answers about the projection that a request names, or that there is none. */
  const about = <T>(request: Named, callback: sendUnaryData<T>, answer: (projection: Projection) => T | undefined) => {
    const projection = projections.find(request.getOptions()?.getName() ?? '');
    if (projection === undefined) return callback(unexpected('NotFound'));
    projections.advance(projection);
    const response = answer(projection);
    if (response === undefined) return callback(unexpected('OperationFailed'));
    projections.save();
    callback(null, response);
  };
  const changed = <T>(response: T, change: () => void): T => {
    change();
    return response;
  };
  return {
    create: (call, callback) => {
      const options = call.request.getOptions();
      const name = options?.getContinuous()?.getName() ?? '';
      if (projections.find(name) !== undefined) return callback(unexpected('Conflict'));
      projections.create(name, options?.getQuery() ?? '');
      callback(null, new messages.CreateResp());
    },
    update: (call, callback) =>
      about(call.request, callback, (projection) =>
        changed(new messages.UpdateResp(), () => projection.update(call.request.getOptions()?.getQuery() ?? '')),
      ),
    delete: (call, callback) =>
      about(call.request, callback, (projection) =>
        projection.enabled ? undefined : changed(new messages.DeleteResp(), () => projections.delete(projection.name)),
      ),
    enable: (call, callback) =>
      about(call.request, callback, (projection) =>
        changed(new messages.EnableResp(), () => {
          projection.enabled = true;
          projection.fault = '';
        }),
      ),
    disable: (call, callback) =>
      about(call.request, callback, (projection) =>
        changed(new messages.DisableResp(), () => {
          projection.enabled = false;
          projection.fault = '';
        }),
      ),
    reset: (call, callback) =>
      about(call.request, callback, (projection) => changed(new messages.ResetResp(), () => projection.reset())),
    state: (call, callback) =>
      about(call.request, callback, (projection) => {
        const response = new messages.StateResp();
        return response.setState(asValue(projection.state(call.request.getOptions()?.getPartition() ?? '')));
      }),
    result: (call, callback) =>
      about(call.request, callback, (projection) => {
        const response = new messages.ResultResp();
        return response.setResult(asValue(projection.state(call.request.getOptions()?.getPartition() ?? '')));
      }),
    statistics: (call) => {
      const options = call.request.getOptions();
      const named = options?.hasName() ? projections.find(options.getName()) : undefined;
      if (options?.hasName() && named === undefined) return void call.emit('error', unexpected('NotFound'));
      const asked = named === undefined ? projections.all() : [named];
      if (asked.some(({ isBroken }) => isBroken))
        return void call.emit('error', failed('Exception was thrown by handler.'));
      for (const projection of asked) {
        projections.advance(projection);
        call.write(statisticsOf(projection));
      }
      call.end();
    },
    restartSubsystem: (_, callback) => callback({ code: status.UNIMPLEMENTED }),
  };
}

function statisticsOf(projection: Projection) {
  const details = new messages.StatisticsResp.Details();
  details.setName(projection.name);
  details.setEffectivename(projection.name);
  details.setStatus(projection.status);
  details.setStatereason(projection.fault);
  details.setMode('Continuous');
  details.setVersion(String(projection.versions.length - 1));
  const response = new messages.StatisticsResp();
  return response.setDetails(details);
}

/** As a server writes a state: plain JSON, keys sorted. */
function asValue(state: unknown) {
  return struct.Value.fromJavaScript(sorted(JSON.parse(JSON.stringify(state))));
}

function sorted(value: unknown): Parameters<typeof struct.Value.fromJavaScript>[0] {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(
      Object.entries(value)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, each]) => [key, sorted(each)]),
    );
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
}

function unexpected(received: 'NotFound' | 'Conflict' | 'OperationFailed'): Partial<ServiceError> {
  return failed(`Envelope callback expected Updated, received ${received} instead`);
}

function failed(details: string): Partial<ServiceError> {
  return { code: status.UNKNOWN, details };
}

import { implement, ORPCError } from '@orpc/server';
import { contract } from '../contract/contract.ts';
import type { SettingRefusal } from '../contract/settings.ts';
import { answerParts } from '../cookbook/answer-parts.ts';
import { queryProblem, UnknownRecipe } from '../cookbook/cookbook.ts';
import { storageFailure } from '../damage.ts';
import { HistoryError } from '../history/history.ts';
import { RecordingError } from '../intake/recordings.ts';
import { QueryError } from '../metrics/metrics.ts';
import { UnknownGame } from '../replay/replay.ts';
import { SettingsRefused, UnknownSetting } from '../settings/settings.ts';
import type { Answers } from './answers.ts';

/**
 * What comes in is checked against the contract. What goes out is not: the types hold it already, and checking a
 * million cells takes longer than the query.
 */
const plain = implement(contract).$config({ initialOutputValidationIndex: Number.NaN });

export type WorkbenchRouter = ReturnType<typeof createRouter>;

/** The contract, answered: the same router for MessagePort and HTTP. */
export function createRouter(answers: Answers) {
  const { analyses, cookbook, demo, editor, games, live, recordings, replay, settings, synergies, views } = answers;
  const os = plain.use(async ({ next }) => {
    try {
      return await next();
    } catch (error) {
      throw inWords(error, answers.storageFailed);
    }
  });
  return os.router({
    analyses: {
      list: os.analyses.list.handler(() => analyses.list()),
      save: os.analyses.save.handler(({ input }) => analyses.save(input)),
      remove: os.analyses.remove.handler(({ input }) => analyses.remove(input)),
    },
    cookbook: {
      recipes: os.cookbook.recipes.handler(() => cookbook.recipes()),
      run: os.cookbook.run.handler(({ input, signal, errors }) => cookbook.run(input, signal).catch(asDefined(errors))),
      sql: os.cookbook.sql.handler(({ input, signal, errors }) => cookbook.sql(input, signal).catch(asDefined(errors))),
      stream: os.cookbook.stream.handler(async ({ input, signal, errors }) =>
        answerParts(await cookbook.packed(input, signal).catch(asDefined(errors)), signal),
      ),
      export: os.cookbook.export.handler(({ input, signal, errors }) =>
        cookbook.export(input, signal).catch(asDefined(errors)),
      ),
      tables: os.cookbook.tables.handler(() => cookbook.tables()),
      values: os.cookbook.values.handler(({ input, signal, errors }) =>
        cookbook.values(input, signal).catch(asDefined(errors)),
      ),
    },
    editor: {
      tabs: os.editor.tabs.handler(() => editor.tabs()),
      keepTabs: os.editor.keepTabs.handler(({ input }) => editor.keepTabs(input)),
      history: os.editor.history.handler(({ input }) => editor.history(input.search, input.limit)),
      ran: os.editor.ran.handler(({ input }) => editor.ran(input)),
    },
    games: {
      list: os.games.list.handler(({ input, signal }) => games.list(input, signal)),
      facets: os.games.facets.handler(({ input, signal }) => games.facets(input, signal)),
      scopeValues: os.games.scopeValues.handler(({ signal }) => games.scopeValues(signal)),
      preview: os.games.preview.handler(({ input, errors }) =>
        games.preview(input.sessionId).catch(asNotFound(UnknownGame, errors)),
      ),
      bookmark: os.games.bookmark.handler(({ input }) => games.bookmark(input)),
    },
    health: {
      get: os.health.get.handler(() => live.health()),
      detail: os.health.detail.handler(() => live.detail()),
      watch: os.health.watch.handler(({ signal }) => live.watchDetail(signal)),
      retry: os.health.retry.handler(({ input }) => answers.retry(input.store)),
      rebuild: os.health.rebuild.handler(() => answers.rebuild.begin()),
      cancelRebuild: os.health.cancelRebuild.handler(() => answers.rebuild.cancel()),
      markSeen: os.health.markSeen.handler(({ input }) => live.problems.markSeen(input.problem)),
    },
    live: {
      watch: os.live.watch.handler(({ signal }) => live.watch(signal)),
    },
    recordings: {
      importPath: os.recordings.importPath.handler(({ input, errors }) =>
        recordings.importPath(input.path).catch(asNotFound(RecordingError, errors)),
      ),
      begin: os.recordings.begin.handler(({ input }) => recordings.begin(input.name, input.bytes)),
      chunk: os.recordings.chunk.handler(async ({ input, errors }) => {
        const bytes = new Uint8Array(await input.bytes.arrayBuffer());
        return recordings.chunk(input.id, input.index, bytes).catch((error: unknown) => {
          if (!(error instanceof RecordingError)) throw error;
          throw error.code === 'CONFLICT'
            ? errors.CONFLICT({ message: error.message })
            : errors.NOT_FOUND({ message: error.message });
        });
      }),
      end: os.recordings.end.handler(({ input, errors }) => found(() => recordings.end(input.id), errors)),
      pause: os.recordings.pause.handler(({ input, errors }) => found(() => recordings.pause(input.id), errors)),
      resume: os.recordings.resume.handler(({ input, errors }) => found(() => recordings.resume(input.id), errors)),
      cancel: os.recordings.cancel.handler(({ input, errors }) => found(() => recordings.cancel(input.id), errors)),
      watch: os.recordings.watch.handler(({ signal }) => recordings.watch(signal)),
      startDemo: os.recordings.startDemo.handler(({ input }) => demo.start(input.pace)),
      stopDemo: os.recordings.stopDemo.handler(() => demo.stop()),
    },
    replay: {
      summary: os.replay.summary.handler(({ input, errors }) =>
        replay.summary(input.sessionId).catch(asNotFound(UnknownGame, errors)),
      ),
      steps: os.replay.steps.handler(({ input, errors }) =>
        replay.steps(input.sessionId, input.from, input.to).catch(asNotFound(UnknownGame, errors)),
      ),
      follow: os.replay.follow.handler(({ input: { sessionId }, signal }) =>
        // A server pushes when it has the step; in the data folder it is there a moment after it came in.
        replay.follow ? replay.follow(sessionId, signal) : live.follow(sessionId, signal),
      ),
    },
    savedViews: {
      list: os.savedViews.list.handler(({ input }) => views.list(input.view)),
      save: os.savedViews.save.handler(({ input }) => views.save(input)),
      remove: os.savedViews.remove.handler(({ input }) => views.remove(input.view, input.name)),
    },
    settings: {
      list: os.settings.list.handler(() => settings.list()),
      save: os.settings.save.handler(({ input, errors }) => saved(() => settings.save(input.changes), errors)),
      reset: os.settings.reset.handler(({ input, errors }) => saved(() => settings.reset(input.name), errors)),
      testConnection: os.settings.testConnection.handler(({ input, errors }) =>
        settings.testConnection(input.name, input.address).catch(asNotFound(UnknownSetting, errors)),
      ),
    },
    synergy: {
      map: os.synergy.map.handler(({ input, signal }) => synergies.map(input, signal)),
      pair: os.synergy.pair.handler(async ({ input, signal, errors }) => {
        const pair = await synergies.pair(input, signal);
        if (!pair) throw errors.NOT_FOUND({ message: 'No game in scope has these jokers together.' });
        return pair;
      }),
    },
  });
}

/** What the disk did to a question is said in words; all else that is not foreseen stays an error of the workbench. */
function inWords(error: unknown, storageFailed: Answers['storageFailed']): unknown {
  // A view's question fails like a recipe, also where the contract names no error for it.
  if (error instanceof QueryError)
    return new ORPCError('QUERY', { status: 422, message: error.message, data: queryProblem(error), cause: error });
  const trouble = error instanceof HistoryError ? error : storageFailure(error);
  if (trouble === undefined) return error;
  storageFailed(error);
  const data = 'tip' in trouble ? { tip: trouble.tip } : {};
  return new ORPCError(`STORAGE_${trouble.code}`, { status: 503, message: trouble.message, data, cause: error });
}

interface NotFound {
  readonly NOT_FOUND: (options: { message: string }) => Error;
}

interface QueryErrors extends NotFound {
  readonly QUERY: (options: { message: string; data: ReturnType<typeof queryProblem> }) => Error;
}

/** Makes a failed query the error that the contract names. */
function asDefined(errors: QueryErrors) {
  return (error: unknown): never => {
    if (error instanceof QueryError) throw errors.QUERY({ message: error.message, data: queryProblem(error) });
    if (error instanceof UnknownRecipe) throw errors.NOT_FOUND({ message: error.message });
    throw error;
  };
}

function asNotFound(kind: new (...args: never[]) => Error, errors: NotFound) {
  return (error: unknown): never => {
    throw error instanceof kind ? errors.NOT_FOUND({ message: error.message }) : error;
  };
}

function found<T>(answer: () => T, errors: NotFound): T {
  try {
    return answer();
  } catch (error) {
    return asNotFound(RecordingError, errors)(error);
  }
}

interface SavingErrors {
  readonly REFUSED: (options: { message: string; data: { refusals: SettingRefusal[] } }) => Error;
}

function saved<T>(save: () => T, errors: SavingErrors): T {
  try {
    return save();
  } catch (error) {
    if (!(error instanceof SettingsRefused)) throw error;
    throw errors.REFUSED({ message: error.message, data: { refusals: [...error.refusals] } });
  }
}

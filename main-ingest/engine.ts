import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { SupportedMessagePort } from '@orpc/client/message-port';
import { pino } from 'pino';
import { z } from 'zod';
import { Closing } from './closing.ts';
import type { Config } from './config.ts';
import { openCookbook } from './cookbook/cookbook.ts';
import { openDataFolder } from './data-folder.ts';
import { aloud } from './delivery/aloud.ts';
import { delivered, firstStatus, troubleOf, waitingFor } from './delivery/catch-up.ts';
import { ForgivingQuarantine, openQuarantine } from './delivery/quarantine.ts';
import { RememberedPlaces, type StoreName, storePlace } from './delivery/remembered-places.ts';
import { storeAhead } from './delivery/store-ahead.ts';
import { startHistoryThread, startMetricsThread } from './delivery/store-thread.ts';
import { Demo } from './demo/demo.ts';
import { JOURNAL_TIP, LEDGER_TIP, opened, REPAIR } from './engine-error.ts';
import { openFollowedJournal } from './followed-journal.ts';
import { openGames } from './games/games.ts';
import { mendHistory, openHeldPlaces } from './history/open.ts';
import { openSynergies } from './insight/synergy.ts';
import { ModDialect } from './intake/dialects/mod.ts';
import { Intake } from './intake/intake.ts';
import { Recordings } from './intake/recordings.ts';
import { Published } from './journal/published.ts';
import { openJournalReader } from './journal/segments.ts';
import { Keeper } from './keeper.ts';
import { openLedger } from './ledger/sqlite.ts';
import { diskTrouble, freeSpace } from './live/disk.ts';
import { Live } from './live/live.ts';
import { LiveFile, nothingSaved } from './live/saved.ts';
import { StoredCounts } from './live/stored.ts';
import {
  bookmarkTrouble,
  conflictTrouble,
  damagedFiles,
  doubtfulEnds,
  memoryInUse,
  recipeTrouble,
  storageTrouble,
  unexpectedTrouble,
} from './live/surroundings.ts';
import { systemMetricRows } from './metrics/run-rows.ts';
import { openReplay } from './replay/replay.ts';
import { Access } from './serve/access.ts';
import type { Answers } from './serve/answers.ts';
import { type HttpServer, serveHttp } from './serve/http.ts';
import { answerPorts } from './serve/port.ts';
import { createRouter } from './serve/router.ts';
import { SettingsRoom } from './settings/settings.ts';
import { historyOf, metricsOf } from './store-options.ts';
import { outliveRejections, Unexpected } from './unexpected.ts';
import { Analyses } from './workspace/analyses.ts';
import { editorMemory } from './workspace/editor-memory.ts';
import { openWorkspace } from './workspace/workspace.ts';

/** The workbench behind the window, open on one data folder. */
export interface Engine {
  readonly answers: Answers;
  readonly intake: Intake;
  /** Serves contract, intake and health over HTTP as the settings say; with the window where it was built. */
  serve(options?: { readonly window?: boolean }): Promise<HttpServer>;
  /** Answers the contract over a message port. */
  answerPort(port: SupportedMessagePort): void;
  /**
   * Resolves when all that is in the journal now can be read from the stores, both unless they are named, or the signal aborts.
   * One that is down is not waited for.
   * @returns what is to be said of those that are down
   */
  delivered(options?: Opening & { readonly signal?: AbortSignal }): Promise<readonly string[]>;
  /** Closes everything in order. What was acknowledged and not delivered is delivered at the next start. */
  close(): Promise<void>;
}

/** How stores are waited for. */
export interface Opening {
  /** Those that are needed; both unless they are named. */
  readonly stores?: readonly StoreName[];
  /** Told what is waited for, when that takes longer than 2 s, and of events that are in other stores than those named. */
  readonly say?: (text: string) => void;
}

const root = dirname(import.meta.dirname);
const windowFolder = join(root, 'dist', 'renderer');
const demoRecording = join(import.meta.dirname, 'demo', 'recording.jsonl.gz');
const recipesFolder = join(root, 'sql-cookbook', 'recipes');

/** How often the keeper looks at the journal, in milliseconds. */
const KEEP_MS = 1000;
/** How often the disk and the recipes are looked at and the workbench's own health is written down, in milliseconds. */
const LOOK_MS = 10_000;

/**
 * Opens all rooms on the data folder of the configuration.
 * @throws FolderInUse, FolderUnusable, EngineError
 */
export async function openEngine(config: Config, options: Opening = {}): Promise<Engine> {
  const closing = new Closing();
  try {
    return await openRooms(config, closing, options);
  } catch (error) {
    await closing.close();
    throw error;
  }
}

async function openRooms(
  config: Config,
  closing: Closing,
  { stores: needed = STORE_NAMES, say = () => {} }: Opening,
): Promise<Engine> {
  const { settings } = config;
  const log = pino({ level: settings.log.level, base: null }, pino.destination(2));
  const unexpected = new Unexpected();
  const failed = (where: string, error: unknown): void => {
    unexpected.happened(where, error);
    log.error(error instanceof Error ? error : `${where}: ${String(error)}`);
  };
  closing.push(outliveRejections((error) => failed('the engine', error)));
  const folder = openDataFolder(config.dataFolder);
  closing.push(() => folder.release());

  const openedQuarantine = await opened('The quarantine', REPAIR, () => openQuarantine(folder.quarantine));
  closing.push(() => openedQuarantine.close());
  const quarantine = new ForgivingQuarantine(openedQuarantine);
  const workspace = await opened('The workspace', REPAIR, () => openWorkspace(folder.workspace));
  closing.push(() => workspace.close());

  const published = new Published();
  published.publish(NOT_OPEN, 0);
  const delivery = { journalFolder: folder.journal, published: published.buffer, quarantineFile: folder.quarantine };
  const places = new RememberedPlaces(folder);
  const historyOptions = historyOf(config, folder);
  const metricsOptions = metricsOf(config, folder);
  const placed = { history: storePlace(historyOptions), metrics: storePlace(metricsOptions) };
  const remembered = (store: StoreName) => {
    const elsewhere = places.elsewhere(store, placed[store]);
    if (elsewhere !== undefined) say(elsewhere);
    return { elsewhere, moved: places.moved(store, placed[store]) };
  };
  await opened('What is known of the server', REPAIR, () => mendHistory(historyOptions));
  const history = startHistoryThread({ ...delivery, ...remembered('history'), history: historyOptions });
  closing.push(() => history.close());
  const metrics = startMetricsThread({
    ...delivery,
    ...remembered('metrics'),
    metrics: metricsOptions,
    rebuild: { history: historyOptions, orderFile: folder.rebuild },
  });
  closing.push(() => metrics.close());
  const stores = [history, metrics];
  history.onUnexpected((what) => failed('the history', what));
  metrics.onUnexpected((what) => failed('the metrics', what));
  const named = { history, metrics };
  const waiting = (names: readonly StoreName[] = STORE_NAMES, position = 0) =>
    waitingFor(
      names.map((name) => ({ name, status: named[name].status() })),
      position,
    );
  // What is embedded says it in the end, however large it is or busy the machine.
  const limits = {
    history: historyOptions.kind === 'sqlite' ? Infinity : SERVER_MS,
    metrics: metricsOptions.kind === 'duckdb' ? Infinity : SERVER_MS,
  };
  await aloud(Promise.all(needed.map((name) => firstStatus(named[name], limits[name]))), () => waiting(needed), say);

  const liveFile = new LiveFile(folder.live);
  closing.push(() => liveFile.close());
  const savedLive = liveFile.read();
  const journal = await opened('The journal', JOURNAL_TIP, () =>
    openFollowedJournal(folder, settings.journal, published, stores, savedLive?.position ?? 0),
  );
  closing.push(() => journal.close());
  const journalReader = openJournalReader(folder.journal);
  closing.push(() => journalReader.close());
  const { position, oldest } = journal.state();
  const held = openHeldPlaces(historyOptions);
  closing.push(() => held.close());
  const ledger = await opened('The ledger', LEDGER_TIP, () =>
    openLedger(folder.ledger, journalReader, position, oldest, {
      place: () => journal.state(),
      older: (sessionId) => {
        try {
          return [...held.of(sessionId)];
        } catch (error) {
          log.warn(error, 'The history could not be asked what it holds of a game');
          return [];
        }
      },
    }),
  );
  closing.push(() => ledger.close());

  const replay = openReplay({
    history: historyOptions,
    onUnexpected: (what) => failed('the reader of histories', what),
  });
  closing.push(() => replay.close());

  /** Whether the quarantine may hold other conflicts than when it was last looked at. */
  const conflicts = { look: true };
  const intake = new Intake({
    journal,
    ledger,
    refuse: (refused) => {
      quarantine.add(refused);
      conflicts.look ||= refused.code === CONFLICT;
    },
    standsStill: () => storeAhead(journal, stores),
    dialects: [new ModDialect()],
    onTapFailed: (error) => log.error(error),
  });
  let server: HttpServer | undefined;
  const access = new Access({
    token: settings.http.token,
    allowedHosts: settings.http.allowedHosts,
    requireTokenForIntake: settings.intake.requireToken,
  });
  const demo = new Demo({
    recording: demoRecording,
    intake: () => (server ? { url: server.url, token: access.token } : null),
    onChange: () => live.changed(),
    log: (text) => log.warn(text),
  });
  const stored = new StoredCounts({
    metrics: metrics.reader,
    history: replay.history,
    metricsFile: settings.metrics.engine === 'duckdb' ? folder.metrics : undefined,
  });
  const live = new Live(
    {
      version: ownVersion(),
      dataFolder: folder.path,
      journal: () => journal.state(),
      journalLimits: { maxBytes: settings.journal.maxBytes, sync: settings.journal.sync },
      history: () => history.status(),
      metrics: () => metrics.status(),
      intake: () => intake.counts(),
      demo: () => demo.playing(),
      address: () => server?.url ?? null,
      diskFree: () => freeSpace(folder.path),
      stored: () => stored.now(),
      memory: () => memoryInUse(metrics.status()),
      quarantine: () => [...quarantine.list(100)],
      unkept: () => quarantine.trouble(),
      seen: workspace.seenProblems,
    },
    savedLive ?? nothingSaved(oldest),
  );
  closing.push(() => live.close());
  await opened('The journal', JOURNAL_TIP, () => live.readOn(journalReader, oldest, position));
  intake.onEvents((records, _position, source) => live.take(records, source.name));
  for (const store of STORE_NAMES)
    named[store].onStatus((status) => {
      live.changed();
      places.noteConfirmed(store, placed[store], status, journal.state());
    });

  const keeper = new Keeper({
    journal,
    ledger,
    live,
    liveFile,
    stores,
    roomyBytes: settings.journal.maxBytes / 4,
  });
  const lookForConflicts = (): void => {
    conflicts.look = false;
    live.problems.keep('sequence-conflicts', conflictTrouble(quarantine.held(CONFLICT)));
  };
  const keeping = setInterval(() => {
    if (conflicts.look) lookForConflicts();
    live.problems.keep('unexpected', unexpectedTrouble(unexpected.summary()));
    keeper.keep().catch((error: unknown) => log.error(error));
  }, KEEP_MS);
  closing.push(() => {
    clearInterval(keeping);
    return keeper.keep({ saveNow: true });
  });

  const cookbook = await opened('The cookbook', 'Its recipes lie in sql-cookbook/recipes.', () =>
    openCookbook({
      recipesFolder,
      readers: { [settings.metrics.engine]: metrics.reader },
      exportFolder: folder.export,
      dataVersion: () => metrics.checkpoint(),
      timeoutMs: settings.query.timeoutMs,
    }),
  );
  const storageFailed = (error: unknown): void => {
    const trouble = storageTrouble(error);
    if (trouble === undefined) log.error(error);
    else live.problems.report(trouble);
  };
  const look = async (): Promise<void> => {
    lookForConflicts();
    live.problems.keep('disk-space', await diskTrouble(folder.path));
    live.problems.keep('recipes', recipeTrouble(cookbook.problems()));
    live.problems.keepAll('damaged-files', [...damagedFiles(folder.path), ...doubtfulEnds(folder.journal)]);
    metrics.note(systemMetricRows(Date.now() * 1000, 'workbench', live.measures()));
  };
  live.problems.keep('bookmarks-damaged', bookmarkTrouble(workspace.bookmarks.damaged));
  await look();
  const looking = setInterval(look, LOOK_MS);
  closing.push(() => clearInterval(looking));
  const recordings = new Recordings({
    intake,
    onEnded: (job) => {
      try {
        workspace.imports.add(job);
      } catch (error) {
        storageFailed(error);
      }
    },
  });
  closing.push(() => recordings.close());
  closing.push(() => demo.stop());
  const answers: Answers = {
    cookbook,
    synergies: openSynergies(cookbook.ask),
    games: openGames({ metrics: metrics.reader, live, workspace, replay }),
    replay,
    live,
    recordings,
    demo,
    views: workspace.views,
    analyses: new Analyses(folder.analyses),
    editor: editorMemory(workspace),
    settings: new SettingsRoom(config, {
      'log.level': ({ log: { level } }) => {
        log.level = level;
      },
    }),
    storageFailed,
    rebuild: { begin: () => metrics.rebuild(history.checkpoint()), cancel: () => metrics.cancelRebuild() },
    retry: (store) => (store === 'history' ? history : metrics).retry(),
  };
  const router = createRouter(answers);
  const answerPort = answerPorts(router, (error) => log.debug(error));

  return {
    answers,
    intake,
    answerPort,
    serve: async ({ window = true } = {}) => {
      server = await serveHttp({
        host: settings.http.host,
        port: settings.http.port,
        access,
        router,
        live,
        intake: { intake, ...settings.intake, onAcknowledged: (ms) => live.acknowledged(ms) },
        windowFolder: window && existsSync(join(windowFolder, 'index.html')) ? windowFolder : undefined,
        log,
      });
      closing.push(server.close);
      folder.announce({ url: server.url, token: access.token });
      return server;
    },
    delivered: async ({ stores: names = STORE_NAMES, signal, say: tell = () => {} } = {}) => {
      const { position } = journal.state();
      const catchingUp = delivered(
        journal,
        names.map((name) => named[name]),
        signal,
      );
      const down = await aloud(catchingUp, () => waiting(names, position), tell);
      if (!signal?.aborted && names.includes('metrics') && !down.includes(metrics)) await metrics.reader.settled();
      return names
        .filter((name) => down.includes(named[name]))
        .map((name) => troubleOf({ name, status: named[name].status() }));
    },
    close: () => closing.close(),
  };
}

/** Code of what is refused because its place in the game is taken, by the ledger and by a history. */
const CONFLICT = 'SEQUENCE_TAKEN';

/** Longest time that a server may take to say how far it is before others go on without it, in milliseconds. */
const SERVER_MS = 10_000;

/** Published as the durable position until the journal is open. */
const NOT_OPEN = -1;

const STORE_NAMES = ['history', 'metrics'] as const;

/** Version of the package that this file belongs to, wherever it was installed or built to. */
function ownVersion(): string {
  for (let folder = root; folder !== dirname(folder); folder = dirname(folder)) {
    const file = join(folder, 'package.json');
    if (existsSync(file))
      return z.object({ version: z.string() }).parse(JSON.parse(readFileSync(file, 'utf8'))).version;
  }
  return 'unknown';
}

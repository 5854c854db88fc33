import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { SupportedMessagePort } from '@orpc/client/message-port';
import { pino } from 'pino';
import { z } from 'zod';
import { Closing } from './closing.ts';
import type { Config } from './config.ts';
import { openCookbook } from './cookbook/cookbook.ts';
import { type DataFolder, openDataFolder } from './data-folder.ts';
import { delivered, firstStatus } from './delivery/catch-up.ts';
import { openQuarantine } from './delivery/quarantine.ts';
import { startHistoryThread, startMetricsThread } from './delivery/store-thread.ts';
import { Demo } from './demo/demo.ts';
import { openGames } from './games/games.ts';
import type { HistoryOptions } from './history/open.ts';
import { openSynergies } from './insight/synergy.ts';
import { ModDialect } from './intake/dialects/mod.ts';
import { Intake } from './intake/intake.ts';
import { Recordings } from './intake/recordings.ts';
import { Published } from './journal/published.ts';
import { openJournal, openJournalReader } from './journal/segments.ts';
import { Keeper } from './keeper.ts';
import { openLedger } from './ledger/sqlite.ts';
import { diskTrouble, freeSpace } from './live/disk.ts';
import { Live } from './live/live.ts';
import { LiveFile, nothingSaved } from './live/saved.ts';
import { StoredCounts } from './live/stored.ts';
import { ownMemory, recipeTrouble } from './live/surroundings.ts';
import type { MetricsOptions } from './metrics/open.ts';
import { systemMetricRows } from './metrics/run-rows.ts';
import { openReplay } from './replay/replay.ts';
import { Access } from './serve/access.ts';
import type { Answers } from './serve/answers.ts';
import { type HttpServer, serveHttp } from './serve/http.ts';
import { answerPorts } from './serve/port.ts';
import { createRouter } from './serve/router.ts';
import { SettingsRoom } from './settings/settings.ts';
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
  /** Resolves when all that is in the journal now can be read from both stores, or the signal aborts. */
  delivered(signal?: AbortSignal): Promise<void>;
  /** Closes everything in order. What was acknowledged and not delivered is delivered at the next start. */
  close(): Promise<void>;
}

/** A part of the engine could not be opened. */
export class EngineError extends Error {
  override readonly name = 'EngineError';
  readonly part: string;
  /** What to do. */
  readonly tip: string;

  constructor(part: string, tip: string, cause: unknown) {
    super(`${part} cannot be opened: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    this.part = part;
    this.tip = tip;
  }
}

const root = dirname(import.meta.dirname);
const windowFolder = join(root, 'dist', 'renderer');
const demoRecording = join(import.meta.dirname, 'demo', 'recording.jsonl.gz');
const schemaFile = join(root, 'sql-cookbook', 'schema', 'questdb.sql');
const recipesFolder = join(root, 'sql-cookbook', 'recipes');

/** How often the keeper looks at the journal, in milliseconds. */
const KEEP_MS = 1000;
/** How often the disk and the recipes are looked at and the workbench's own health is written down, in milliseconds. */
const LOOK_MS = 10_000;

/**
 * Opens all rooms on the data folder of the configuration.
 * @throws FolderInUse, FolderUnusable, EngineError
 */
export async function openEngine(config: Config): Promise<Engine> {
  const closing = new Closing();
  try {
    return await openRooms(config, closing);
  } catch (error) {
    await closing.close();
    throw error;
  }
}

async function openRooms(config: Config, closing: Closing): Promise<Engine> {
  const { settings } = config;
  const log = pino({ level: settings.log.level, base: null }, pino.destination(2));
  const folder = openDataFolder(config.dataFolder);
  closing.push(() => folder.release());

  const quarantine = await open('The quarantine', REPAIR, () => openQuarantine(folder.quarantine));
  closing.push(() => quarantine.close());
  const workspace = await open('The workspace', REPAIR, () => openWorkspace(folder.workspace));
  closing.push(() => workspace.close());

  const published = new Published();
  published.publish(NOT_OPEN, 0);
  const delivery = { journalFolder: folder.journal, published: published.buffer, quarantineFile: folder.quarantine };
  const historyOptions = historyOf(config, folder);
  const history = startHistoryThread({ ...delivery, history: historyOptions });
  closing.push(() => history.close());
  const metrics = startMetricsThread({ ...delivery, metrics: metricsOf(config, folder) });
  closing.push(() => metrics.close());
  await Promise.all([firstStatus(history), firstStatus(metrics)]);

  const liveFile = new LiveFile(folder.live);
  closing.push(() => liveFile.close());
  const savedLive = liveFile.read();
  const atLeast = Math.max(history.checkpoint(), metrics.checkpoint(), savedLive?.position ?? 0);
  const journal = await open('The journal', JOURNAL_TIP, () =>
    openJournal(folder.journal, settings.journal, published, { atLeast }),
  );
  closing.push(() => journal.close());
  const journalReader = openJournalReader(folder.journal);
  closing.push(() => journalReader.close());
  const { position, oldest } = journal.state();
  const ledger = await open('The ledger', LEDGER_TIP, () => openLedger(folder.ledger, journalReader, position, oldest));
  closing.push(() => ledger.close());

  const replay = openReplay({ history: historyOptions });
  closing.push(() => replay.close());

  const intake = new Intake({
    journal,
    ledger,
    refuse: (refused) => quarantine.add(refused),
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
      memory: ownMemory,
      quarantine: () => [...quarantine.list(100)],
      seen: workspace.seenProblems,
    },
    savedLive ?? nothingSaved(oldest),
  );
  closing.push(() => live.close());
  live.readOn(journalReader, oldest, position);
  intake.onEvents((records, _position, source) => live.take(records, source.name));
  for (const store of [history, metrics]) store.onStatus(() => live.changed());

  const keeper = new Keeper({
    journal,
    ledger,
    live,
    liveFile,
    stores: [history, metrics],
    roomyBytes: settings.journal.maxBytes / 4,
  });
  const keeping = setInterval(() => keeper.keep().catch((error: unknown) => log.error(error)), KEEP_MS);
  closing.push(() => {
    clearInterval(keeping);
    return keeper.keep({ saveNow: true });
  });

  const cookbook = await open('The cookbook', 'Its recipes lie in sql-cookbook/recipes.', () =>
    openCookbook({
      recipesFolder,
      readers: { [settings.metrics.engine]: metrics.reader },
      exportFolder: folder.export,
      dataVersion: () => metrics.checkpoint(),
      timeoutMs: settings.query.timeoutMs,
    }),
  );
  const look = async (): Promise<void> => {
    live.problems.keep('disk-space', await diskTrouble(folder.path));
    live.problems.keep('recipes', recipeTrouble(cookbook.problems()));
    metrics.note(systemMetricRows(Date.now() * 1000, 'workbench', live.measures()));
  };
  await look();
  const looking = setInterval(look, LOOK_MS);
  closing.push(() => clearInterval(looking));
  const recordings = new Recordings({ intake, onEnded: (job) => workspace.imports.add(job) });
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
    delivered: async (signal) => {
      await delivered(journal, [history, metrics], signal);
      if (!signal?.aborted) await metrics.reader.settled();
    },
    close: () => closing.close(),
  };
}

/** Published as the durable position until the journal is open. */
const NOT_OPEN = -1;

const REPAIR = 'Check the disk and the rights of the data folder; `npm run doctor` looks at both.';
const JOURNAL_TIP =
  'What the stores have confirmed is safe. Check the disk; a damaged journal can be moved away, then only what was not delivered yet is missing.';
const LEDGER_TIP =
  'It can be moved away: it is made anew, and doubles of events older than the journal are then known by the stores alone.';

async function open<T>(part: string, tip: string, opening: () => T | Promise<T>): Promise<T> {
  try {
    return await opening();
  } catch (error) {
    throw new EngineError(part, tip, error);
  }
}

/** Where histories are kept, by the settings, or in the given engine. */
export function historyOf({ settings }: Config, folder: DataFolder, engine = settings.history.engine): HistoryOptions {
  const { url, prefix } = settings.history;
  if (engine === 'sqlite') return { kind: engine, file: folder.history };
  return { kind: engine, url, prefix, index: folder.delivery };
}

/** Where tables are kept, by the settings, or in the given engine. */
export function metricsOf({ settings }: Config, folder: DataFolder, engine = settings.metrics.engine): MetricsOptions {
  const { engine: _, memoryLimitMb, threads, ...urls } = settings.metrics;
  const exportFolder = folder.export;
  if (engine === 'duckdb') return { kind: engine, file: folder.metrics, memoryLimitMb, threads, exportFolder };
  return { kind: engine, ...urls, schemaFile, exportFolder };
}

/** Version of the package that this file belongs to, wherever it was installed or built to. */
function ownVersion(): string {
  for (let folder = root; folder !== dirname(folder); folder = dirname(folder)) {
    const file = join(folder, 'package.json');
    if (existsSync(file))
      return z.object({ version: z.string() }).parse(JSON.parse(readFileSync(file, 'utf8'))).version;
  }
  return 'unknown';
}

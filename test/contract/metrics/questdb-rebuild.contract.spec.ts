import { join } from 'node:path';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { type QuestdbServer, questdbMissing, startQuestdb } from '../../servers/questdb.ts';
import { SCHEMA_FILE } from '../../servers/questdb-schema.ts';
import { because } from '../../skip-reason.ts';
import { rebuildContract } from './rebuild.contract.ts';

const missing = await questdbMissing();

describe.skipIf(missing !== undefined)(because(missing, 'QuestDB'), () => {
  let server: QuestdbServer;
  beforeAll(async () => {
    server = await startQuestdb();
  });
  afterAll(async () => {
    await server.stop();
  });

  rebuildContract('real QuestDB', async (folder) => {
    const { url, pgUrl, readerUrl } = server;
    return { kind: 'questdb', url, pgUrl, readerUrl, schemaFile: SCHEMA_FILE, exportFolder: join(folder, 'export') };
  });
});

if (missing !== undefined) test.skip(`QuestDB is left out: ${missing}`);

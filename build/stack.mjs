/** `npm run stack`: how to have the servers that the workbench can use, and how to point it at them. */
import { spawnSync } from 'node:child_process';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const compose = relative(process.cwd(), fileURLToPath(new URL('./compose.yaml', import.meta.url)));
const docker = spawnSync('docker', ['info', '--format', '{{.ServerVersion}}'], { encoding: 'utf8' });
const state =
  docker.status === 0
    ? `Docker ${docker.stdout.trim()} is running.`
    : 'Docker does not run here: start it first, or use servers that you have.';

process.stdout.write(`The workbench needs no server: it brings SQLite and DuckDB. With servers, histories live in EventStoreDB and metrics in QuestDB.
${state}

Start them:   docker compose --file ${compose} up --detach --wait questdb eventstoredb
              (redis, nats, mlflow and grafana are in the file too; without names it starts all)
              QuestDB keeps within 3 GB of memory, EventStoreDB within 2 GB, by their own settings.
Stop them:    docker compose --file ${compose} down            (add --volumes to delete what they hold)

Point the workbench at them, in workbench.yaml in the data folder:

  history:
    engine: eventstoredb
    url: esdb://127.0.0.1:2113?tls=false
  metrics:
    engine: questdb

A cluster is esdb://a:2113,b:2113,c:2113; with TLS, user and password: docs/runbook.md, "EventStoreDB's address".

or for one run:  WORKBENCH_HISTORY_ENGINE=eventstoredb WORKBENCH_METRICS_ENGINE=questdb npm start

QuestDB's console is at http://127.0.0.1:9000, Grafana at http://127.0.0.1:3000.
`);

import { useQuery } from '@tanstack/react-query';
import {
  ChartColumn,
  Copy,
  FileJson,
  Files,
  Folder,
  FolderOpen,
  Gamepad2,
  History,
  Play,
  RotateCcw,
  Tag,
  Upload,
} from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components';
import { useAddress } from '../../address/address.ts';
import { PlayingCard } from '../../card/playing-card.tsx';
import { ask, engine } from '../../contract/engine.ts';
import { useLive } from '../../contract/live-store.ts';
import { Button } from '../../control/button.tsx';
import { storeWord } from '../../format/word.ts';
import { KeyCap } from '../../keys/key-cap.tsx';
import { toast } from '../../toast/toast.ts';
import styles from './first-start.module.css';
import { pieces, snippetsFor } from './snippets.ts';

/** The overview of an empty workbench: three ways to see games in it. It gives way with the first event. */
export function FirstStart() {
  return (
    <div className={styles.page}>
      <div className={styles.inner}>
        <h2>Hello. Nothing has arrived yet.</h2>
        <p className={styles.lead}>Three ways to see games here. Do one now, the others whenever you like.</p>
        <div className={styles.ways}>
          <DemoCard />
          <ImportCard />
          <ConnectCard />
        </div>
        <Storage />
      </div>
    </div>
  );
}

const DEMO_HAND = ['S_A', 'H_A', 'D_K', 'C_K', 'S_K'];

function DemoCard() {
  const [starting, setStarting] = useState(false);
  const start = async () => {
    setStarting(true);
    try {
      await engine.recordings.startDemo({ pace: 10 });
    } catch (error) {
      toast(`The demo could not be started: ${error instanceof Error ? error.message : String(error)}`, 'failure');
      setStarting(false);
    }
  };
  return (
    <section className={styles.card} data-first>
      <div className={styles.picture} aria-hidden>
        <svg aria-hidden="true" viewBox="0 0 320 170" preserveAspectRatio="none">
          {[50, 88, 124, 160].map((y) => (
            <line key={y} x1="20" x2="306" y1={y} y2={y} stroke="var(--line)" />
          ))}
          <path
            d="M20 158L58 156 76 140 96 142 130 122 160 130 210 110 236 90 270 70 306 20 306 66 270 104 236 128 210 144 160 156 130 152 96 160 20 166Z"
            fill="var(--win)"
            opacity="0.16"
          />
          <path
            d="M20 162L58 161 76 151 96 152 130 137 160 143 210 128 236 109 270 87 306 42"
            fill="none"
            stroke="var(--win)"
            strokeWidth="2"
          />
        </svg>
        <div className={styles.hand}>
          {DEMO_HAND.map((code) => (
            <PlayingCard key={code} code={code} />
          ))}
        </div>
      </div>
      <h3>Watch a demo</h3>
      <p>A simulated training job sends games that were really played, as if they were played now.</p>
      <ul>
        <Point icon={<Play size={14} />}>Starts now, many games at once, ten times as fast</Point>
        <Point icon={<Tag size={14} />}>Its games carry the run “demo”, so they can be told apart</Point>
        <Point icon={<RotateCcw size={14} />}>Stop it whenever you like</Point>
      </ul>
      <Button kind="main" size="large" isDisabled={starting} onPress={() => void start()}>
        <Play size={15} aria-hidden /> {starting ? 'Starting' : 'Start the demo'}
      </Button>
    </section>
  );
}

function ImportCard() {
  const { open } = useAddress();
  const choose = () => open('/import', { choose: 1 });
  return (
    <section className={styles.card}>
      <div className={styles.picture}>
        <button type="button" className={styles.drop} onClick={choose}>
          <Upload size={26} aria-hidden />
          <strong>Drop files or a folder here</strong>
          <span>
            or press <KeyCap keys="Ctrl+o" />
          </span>
        </button>
      </div>
      <h3>Import recordings</h3>
      <p>
        Bring what you have recorded. The format is found from the first line, bad lines are listed, the rest counts.
      </p>
      <ul>
        <Point icon={<FileJson size={14} />}>
          <b>.jsonl</b> and <b>.jsonl.gz</b>, the workbench’s events
        </Point>
        <Point icon={<Gamepad2 size={14} />}>BalatroBot runs, both layouts</Point>
        <Point icon={<Files size={14} />}>What comes twice counts once</Point>
      </ul>
      <Button size="large" onPress={choose}>
        <FolderOpen size={15} aria-hidden /> Choose files
      </Button>
    </section>
  );
}

function Point({ icon, children }: { readonly icon: ReactNode; readonly children: ReactNode }) {
  return (
    <li>
      {icon} <span>{children}</span>
    </li>
  );
}

function ConnectCard() {
  const detail = useQuery(ask.health.detail.queryOptions()).data;
  const address = detail?.address ?? undefined;
  const listening = useLive((view) => view.connection.state === 'open');
  const snippets = snippetsFor(address ?? '');
  return (
    <section className={styles.connect}>
      <h3>Connect a training job</h3>
      <p>Send events to this address. Each is answered once it is safe on disk.</p>
      {address === undefined ? (
        <p className={styles.closed}>
          {detail
            ? 'This workbench takes no events over HTTP: switch it on in its configuration, http.enabled.'
            : 'Asking for the address …'}
        </p>
      ) : (
        <Tabs className={styles.tabs ?? ''}>
          <TabList className={styles.tabList ?? ''} aria-label="Language">
            {snippets.map(({ name }) => (
              <Tab key={name} id={name}>
                {name}
              </Tab>
            ))}
          </TabList>
          {snippets.map(({ name, text }) => (
            <TabPanel key={name} id={name} className={styles.snippet ?? ''}>
              <Button className={styles.copy} onPress={() => copy(text, 'Snippet copied')}>
                <Copy size={14} aria-hidden /> Copy
              </Button>
              {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled region is scrolled by keys */}
              <pre tabIndex={0}>
                {pieces(text).map((piece, index) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: a piece is its place in the text
                  <span key={index} data-kind={piece.kind}>
                    {piece.text}
                  </span>
                ))}
              </pre>
            </TabPanel>
          ))}
        </Tabs>
      )}
      {address !== undefined && (
        <div className={styles.address}>
          <label htmlFor="intake-address">Address</label>
          <input id="intake-address" readOnly value={`${address}/api/v1/events`} />
          <Button
            kind="icon"
            label="Copy the address"
            onPress={() => copy(`${address}/api/v1/events`, 'Address copied')}
          >
            <Copy size={14} />
          </Button>
          <p>The game’s mod posts here as it is. From this machine no token is needed.</p>
        </div>
      )}
      <div className={styles.waiting} role="status">
        <i data-on={listening || undefined} />
        <span>
          <strong>Waiting for the first event…</strong> this page turns into your overview
        </span>
      </div>
    </section>
  );
}

/** Where what comes is kept. */
function Storage() {
  const detail = useQuery(ask.health.detail.queryOptions()).data;
  if (!detail) return null;
  const { history, metrics } = detail.health.stores;
  const kept = (kind: string) => `${storeWord(kind)}${['sqlite', 'duckdb'].includes(kind) ? ', embedded' : ''}`;
  return (
    <dl className={styles.storage}>
      <Folder size={18} className={styles.icon} aria-hidden />
      <div>
        <dt>Your data stays on this machine, in</dt>
        <dd>
          <code>{detail.dataFolder}</code>
        </dd>
      </div>
      <History size={18} className={styles.icon} aria-hidden />
      <div>
        <dt>History of every game</dt>
        <dd>{kept(history.kind)}</dd>
      </div>
      <ChartColumn size={18} className={styles.icon} aria-hidden />
      <div>
        <dt>Metrics and analyses</dt>
        <dd>{kept(metrics.kind)}</dd>
      </div>
    </dl>
  );
}

function copy(text: string, said: string): void {
  void navigator.clipboard.writeText(text).then(() => toast(said));
}

import { FileText, Globe, ShieldCheck, ShieldX } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { HealthDetail, StoreHealth } from '../../../main-ingest/contract/health.ts';
import { Sparkline } from '../../chart/sparkline.tsx';
import { bytes, compact, count, duration, share } from '../../format/number.ts';
import { timeOf } from '../../format/time.ts';
import { storeWord } from '../../format/word.ts';
import { JournalBox } from './journal-box.tsx';
import { isAway, type StoreName } from './outage.ts';
import styles from './pipeline.module.css';
import { QuarantineList } from './quarantine-list.tsx';
import { type Inflow, inflows, perSecond } from './sources.ts';
import { StateWord, StoreState, type Tone } from './state-word.tsx';
import { useClock } from './use-clock.ts';
import { FanWires, Wire } from './wire.tsx';

/** The way of an event, drawn: come in, checked, kept, delivered, stored. A wire's width follows its rate. */
export function Pipeline({ detail }: { readonly detail: HealthDetail }) {
  const { health, samples } = detail;
  const [http, recordings] = inflows(samples);
  const { history, metrics } = health.stores;
  return (
    <section className={styles.pipeline} aria-labelledby="way-of-an-event">
      <h2 id="way-of-an-event" className="visually-hidden">
        The way of an event
      </h2>
      <Heading>Come in</Heading>
      <span />
      <Heading>Checked</Heading>
      <span />
      <Heading note=", then acknowledged">Kept</Heading>
      <span />
      <Heading note=", each store by itself">Delivered</Heading>
      <span />
      <Heading>Stored</Heading>

      <div className={styles.column}>
        <SourceBox inflow={http} title="HTTP" detail={httpWords(http, detail.address)} />
        <SourceBox
          inflow={recordings}
          title="Recordings"
          detail={recordings.names.length === 0 ? 'none in 15 min' : `last: ${recordings.names[0]}`}
        />
      </div>
      <FanWires rates={[http.rate, recordings.rate]} />
      <div className={styles.checked}>
        <CheckBox detail={detail} />
        <QuarantineBox detail={detail} />
      </div>
      <Wire at={[36]} rates={[health.intake.eventsPerSecond]} />
      <JournalBox detail={detail} />
      <Wire
        at={[25, 75]}
        rates={[history.eventsPerSecond, metrics.eventsPerSecond]}
        away={[isAway(history), isAway(metrics)]}
        labels
      />
      <div className={styles.column}>
        <DeliveryBox store="history" health={history} />
        <DeliveryBox store="metrics" health={metrics} />
      </div>
      <Wire
        at={[25, 75]}
        rates={[history.eventsPerSecond, metrics.eventsPerSecond]}
        away={[isAway(history), isAway(metrics)]}
        broken
      />
      <div className={styles.column}>
        <StoreBox
          health={history}
          size={detail.storedBytes.history}
          lags={samples.map(({ historyLagMs }) => historyLagMs)}
        />
        <StoreBox
          health={metrics}
          size={detail.storedBytes.metrics}
          lags={samples.map(({ metricsLagMs }) => metricsLagMs)}
        />
      </div>
    </section>
  );
}

function Heading({ children, note = '' }: { readonly children: string; readonly note?: string }) {
  return (
    <h3 className={styles.heading}>
      {children}
      <span>{note}</span>
    </h3>
  );
}

interface BoxProps {
  readonly title: string;
  readonly icon?: ReactNode;
  readonly state: ReactNode;
  readonly tone?: 'warning' | 'failure' | 'idle' | undefined;
  readonly children: ReactNode;
}

/** A station on the way: name, state, what it does now. */
export function Box({ title, icon, state, tone, children }: BoxProps) {
  return (
    <section className={styles.box} data-tone={tone} aria-label={title}>
      <header>
        {icon}
        <b>{title}</b>
        {state}
      </header>
      {children}
    </section>
  );
}

function httpWords({ names }: Inflow, address: string | null): string {
  const where = address?.replace(/^https?:\/\//, '') ?? 'not served';
  return names.length === 0 ? where : `${names.length === 1 ? names[0] : `${names.length} producers`} · ${where}`;
}

function SourceBox({
  inflow,
  title,
  detail,
}: {
  readonly inflow: Inflow;
  readonly title: string;
  readonly detail: string;
}) {
  const runs = inflow.rate > 0;
  const Icon = inflow.kind === 'http' ? Globe : FileText;
  return (
    <Box
      title={title}
      icon={<Icon size={14} aria-hidden />}
      tone={runs ? undefined : 'idle'}
      state={
        <StateWord tone={runs ? 'good' : 'quiet'}>
          {runs ? 'Running' : inflow.kind === 'http' ? 'Listening' : 'Idle'}
        </StateWord>
      }
    >
      <p className={styles.big}>
        {perSecond(inflow.rate)} <small>/s</small>
      </p>
      <p className={styles.note} title={inflow.names.join(', ')}>
        {detail}
      </p>
    </Box>
  );
}

function CheckBox({ detail }: { readonly detail: HealthDetail }) {
  const { intake, status } = detail.health;
  const seen = intake.events + intake.duplicates + intake.rejected;
  const refuses = status === 'down';
  return (
    <Box
      title="Check"
      icon={<ShieldCheck size={14} aria-hidden />}
      tone={refuses ? 'failure' : undefined}
      state={<StateWord tone={refuses ? 'failure' : 'good'}>{refuses ? 'Answers 503' : 'Running'}</StateWord>}
    >
      <p className={styles.big}>
        {perSecond(intake.eventsPerSecond)} <small>/s</small>
      </p>
      <p className={styles.note}>
        {count(intake.duplicates)} here already
        {seen > 0 && intake.duplicates > 0 ? `, ${share(intake.duplicates / seen, 2)}` : ''}
      </p>
      <p className={styles.note}>{count(intake.rejected)} rejected</p>
    </Box>
  );
}

function QuarantineBox({ detail }: { readonly detail: HealthDetail }) {
  const [open, setOpen] = useState(false);
  const { stores, intake } = detail.health;
  const held = intake.rejected + stores.history.quarantined + stores.metrics.quarantined;
  const shown = detail.quarantine.length;
  const tone: Tone = held > 0 ? 'warning' : 'quiet';
  return (
    <Box
      title="Quarantine"
      icon={<ShieldX size={14} aria-hidden />}
      tone={held > 0 ? 'warning' : 'idle'}
      state={<StateWord tone={tone}>{held > 0 ? count(held) : 'Empty'}</StateWord>}
    >
      {shown > 0 ? (
        <button type="button" className={styles.link} onClick={() => setOpen(true)}>
          Show {shown === 1 ? 'the one' : shown < held ? `the last ${count(shown)}` : `the ${count(shown)}`}
        </button>
      ) : (
        <p className={styles.note}>Every event was good</p>
      )}
      <QuarantineList isOpen={open} close={() => setOpen(false)} rows={detail.quarantine} />
    </Box>
  );
}

function DeliveryBox({ store, health }: { readonly store: StoreName; readonly health: StoreHealth }) {
  const { state, lagMs, lagEvents, eventsPerSecond, attempts = 0, quarantined } = health;
  const away = isAway(health);
  const runs = eventsPerSecond > 0;
  return (
    <Box
      title={`To ${store}`}
      tone={away ? 'warning' : undefined}
      state={
        <StateWord tone={away ? 'warning' : state === 'starting' ? 'starting' : runs ? 'good' : 'quiet'}>
          {away ? 'Waiting' : state === 'starting' ? 'Starting' : runs ? 'Running' : 'Has all'}
        </StateWord>
      }
    >
      <p className={styles.big}>
        {lagMs === 0 ? '0 s' : duration(lagMs)} <small>behind</small>
      </p>
      <dl className={styles.facts}>
        <dt>queue</dt>
        <dd>{lagEvents < 10_000 ? count(lagEvents) : compact(lagEvents)} events</dd>
        <dt>quarantined</dt>
        <dd>{count(quarantined)}</dd>
        <dt>tries</dt>
        <dd data-tone={attempts > 0 ? 'warning' : undefined}>
          {attempts > 0 ? `${count(attempts)} failed` : 'none failed'}
        </dd>
      </dl>
    </Box>
  );
}

interface StoreBoxProps {
  readonly health: StoreHealth;
  /** Bytes on the disk, where that is known. */
  readonly size: number | null;
  readonly lags: readonly number[];
}

function StoreBox({ health, size, lags }: StoreBoxProps) {
  const now = useClock();
  const { kind, state, version, address, since, eventsPerSecond, retryAt, attempts = 0, lastError, remark } = health;
  const down = state === 'down';
  const takes = size === null ? undefined : bytes(size);
  const left = retryAt === undefined ? 0 : Math.max(0, Math.ceil((Date.parse(retryAt) - now) / 1000));
  return (
    <Box
      title={storeWord(kind)}
      tone={down ? 'failure' : isAway(health) ? 'warning' : undefined}
      state={<StoreState state={state} />}
    >
      {isAway(health) ? (
        <>
          <p className={styles.retry}>
            <span className={styles.ring} aria-hidden>
              {left}
            </span>
            <span>
              <b>
                Retry {attempts + 1} {left === 0 ? 'now' : `in ${left} s`}
              </b>
              <br />
              since {timeOf(since)}
            </span>
          </p>
          <p className={styles.code} title={lastError?.message}>
            {lastError?.code ?? 'no reason given'}
            {address === undefined ? '' : ` ${address}`}
          </p>
        </>
      ) : (
        <>
          <p className={styles.big}>
            {perSecond(eventsPerSecond)} <small>/s</small>
          </p>
          <p className={styles.note}>{[version, takes].filter(Boolean).join(' · ')}</p>
          <p className={styles.note} title={remark}>
            {remark ?? `since ${timeOf(since)}`}
          </p>
          <p className={styles.spark} title="How far behind it was in the last 15 minutes">
            <Sparkline values={lags.slice(-120)} colour="var(--series-7)" width={160} height={14} />
          </p>
        </>
      )}
    </Box>
  );
}

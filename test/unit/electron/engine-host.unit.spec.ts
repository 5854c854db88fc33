import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { EngineHost } from '../../../electron/engine-host.ts';

class FakeEngine extends EventEmitter {
  readonly sent: string[] = [];
  killed = false;
  postMessage(message: unknown, ports: string[]): void {
    this.sent.push([String(message), ...ports].join(' '));
  }
  kill(): boolean {
    this.killed = true;
    return this.emit('exit', 1);
  }
}

function setUp() {
  const engines: FakeEngine[] = [];
  const timers: Array<{ run: () => void; ms: number }> = [];
  const seen: string[] = [];
  const clock = { now: 0 };
  let ports = 0;
  const host = new EngineHost<string>({
    fork: () => {
      const engine = new FakeEngine();
      engines.push(engine);
      return engine;
    },
    channel: () => ({ forEngine: `engine-port-${++ports}`, forWindow: `window-port-${ports}` }),
    log: () => {},
    setTimer: (run, ms) => timers.push({ run, ms }),
    now: () => clock.now,
  });
  const client = {
    connect: (port: string) => seen.push(port),
    engineGone: (_reason: string, ms: number) => seen.push(`gone, back in ${ms}`),
  };
  const engine = () => engines.at(-1) ?? expect.fail('no engine was started');
  const timer = () => timers.shift() ?? expect.fail('nothing is due');
  return { host, client, seen, clock, engine, engines, timer };
}

test('a window is connected once the engine is ready, with the two ends of one channel', () => {
  const { host, client, seen, engine } = setUp();
  host.start();
  host.add(client);
  expect(seen).toEqual([]);
  engine().emit('message', 'ready');
  expect(seen).toEqual(['window-port-1']);
  expect(engine().sent).toEqual(['connect engine-port-1']);
});

test('a window that opens later is connected at once', () => {
  const { host, client, seen, engine } = setUp();
  host.start();
  engine().emit('message', 'ready');
  host.add(client);
  expect(seen).toEqual(['window-port-1']);
});

test('after a crash every window hears of it, and gets a new port from the next engine', () => {
  const { host, client, seen, engine, timer } = setUp();
  host.start();
  host.add(client);
  engine().emit('message', 'ready');
  engine().emit('exit', 134);
  timer().run();
  engine().emit('message', 'ready');
  expect(seen).toEqual(['window-port-1', 'gone, back in 250', 'window-port-2']);
});

test('an engine that keeps crashing is started ever more slowly; one that ran a minute counts as well', () => {
  const { host, client, seen, clock, engine, timer } = setUp();
  host.add(client);
  host.start();
  for (let crash = 0; crash < 8; crash++) {
    engine().emit('exit', 1);
    timer().run();
  }
  clock.now += 60_000;
  engine().emit('exit', 1);
  expect(seen.map((line) => Number(line.split(' ').at(-1)))).toEqual([
    250, 500, 1000, 2000, 4000, 8000, 15_000, 15_000, 250,
  ]);
});

test('a closed window is left alone', () => {
  const { host, client, seen, engine } = setUp();
  host.start();
  host.add(client);
  host.remove(client);
  engine().emit('message', 'ready');
  expect(seen).toEqual([]);
});

test('stopping asks the engine first, ends it when it does not go, and starts no other', async () => {
  const { host, engine, engines, timer } = setUp();
  host.start();
  const stopped = host.stop();
  expect(engine().sent).toEqual(['stop']);
  timer().run();
  await stopped;
  expect(engine().killed).toBe(true);
  expect(engines).toHaveLength(1);
});

test('what an engine said before it ended is what windows hear', () => {
  const { host, engine } = setUp();
  const heard: string[] = [];
  host.add({ connect: () => {}, engineGone: (reason) => heard.push(reason) });
  host.start();
  engine().emit('message', { failed: 'Port 4680 is taken.' });
  engine().emit('exit', 3);
  expect(heard).toEqual(['Port 4680 is taken.']);
});

test('stopping between two attempts starts no other engine', async () => {
  const { host, engine, engines, timer } = setUp();
  host.start();
  engine().emit('exit', 1);
  await host.stop();
  timer().run();
  expect(engines).toHaveLength(1);
});

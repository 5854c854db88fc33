import type { MessagePort } from 'node:worker_threads';

/** One end of a way that messages take between a reader and who asks it, from thread to thread or process to process. */
export interface Channel<In, Out> {
  /** @returns when there is room for more, where the channel knows: until then others' messages would wait behind it */
  send(message: Out): Promise<void> | undefined;
  onMessage(listener: (message: In) => void): void;
  /** Told when no message will come any more, with the reason where one is known. */
  onClose(listener: (reason?: string) => void): void;
  close(): void;
}

/** A channel over a port. It does not keep its thread alive: that lives for other reasons. */
export function portChannel<In, Out>(port: MessagePort): Channel<In, Out> {
  return {
    send: (message) => {
      port.postMessage(message);
      return undefined;
    },
    onMessage: (listener) => {
      port.on('message', listener);
      port.unref();
    },
    onClose: (listener) => void port.on('close', () => listener()),
    close: () => port.close(),
  };
}

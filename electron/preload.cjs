/** The only bridge between the page and the desktop: engine ports in, a few wishes out. Runs sandboxed. */
const { contextBridge, ipcRenderer, webUtils } = require('electron');

// A MessagePort cannot cross the context bridge; the page takes it from this message, which only its own origin can see.
ipcRenderer.on('engine-port', (event) => window.postMessage('engine-port', window.location.origin, event.ports));
ipcRenderer.on('engine-gone', (_event, reason, retryInMs) =>
  window.postMessage({ type: 'engine-gone', reason, retryInMs }, window.location.origin),
);
ipcRenderer.on('open-view', (_event, address) =>
  window.postMessage({ type: 'open-view', address }, window.location.origin),
);
ipcRenderer.on('command', (_event, name) => window.postMessage({ type: 'command', name }, window.location.origin));

contextBridge.exposeInMainWorld('desktop', {
  platform: process.platform,
  /** Asks for a port to the engine; it comes as an `engine-port` message. */
  connect: () => ipcRenderer.send('connect'),
  /** Path of a file that was dropped or chosen, so that the engine reads it itself. */
  pathOf: (file) => webUtils.getPathForFile(file),
  openWindow: (address) => ipcRenderer.send('open-window', address),
});

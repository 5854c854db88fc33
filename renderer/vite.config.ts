import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The window. `dist/renderer` is served as it is by the engine and by the desktop shell. */
export default defineConfig({
  root: import.meta.dirname,
  base: '/',
  plugins: [react()],
  build: {
    outDir: '../dist/renderer',
    emptyOutDir: true,
    target: 'chrome120',
    // Data addresses would need an exception in the content security policy.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 700,
  },
});

import { Outlet, useMatches, useRouter } from '@tanstack/react-router';
import { Suspense, useEffect, useState } from 'react';
import { useAddress } from '../address/address.ts';
import { useEngineConnection } from '../contract/keep-fresh.ts';
import { liveStore, useLive } from '../contract/live-store.ts';
import { KeyHelp } from '../keys/key-help.tsx';
import { perform, useKeys } from '../keys/use-keys.ts';
import { Palette } from '../palette/palette.tsx';
import { VIEWS } from '../routes.ts';
import { toggleTheme } from '../theme/theme.ts';
import { Toasts } from '../toast/toasts.tsx';
import { Bar } from './bar.tsx';
import { copyLink } from './copy-link.ts';
import { Denied } from './denied.tsx';
import { DropTarget } from './drop-target.tsx';
import styles from './frame.module.css';
import { Rail } from './rail.tsx';
import { StatusStrip } from './status-strip.tsx';
import { ViewLoading } from './view-states.tsx';

type Overlay = 'palette' | 'keys' | undefined;

/** The window around every view: rail, bar, status strip, keys, palette, help, toasts. */
export function Frame() {
  useEngineConnection();
  useDesktopCommands();
  const [overlay, setOverlay] = useState<Overlay>();
  useWindowKeys(setOverlay);
  const matched = useMatches({ select: (matches) => matches.at(-1)?.staticData });
  const denied = useLive((view) => view.connection.state === 'denied');
  const title = matched?.title ?? 'Not found';
  useEffect(() => {
    document.title = `${title} · Balatro workbench`;
  }, [title]);

  if (denied) return <Denied />;
  return (
    <div className={styles.frame}>
      <a className={styles.skip} href="#view">
        Skip to the view
      </a>
      <Rail />
      <div className={styles.right}>
        {matched?.bar !== 'own' && (
          <Bar title={title} scoped={matched?.bar === 'scope'} openPalette={() => setOverlay('palette')} />
        )}
        <main id="view" className={styles.view} tabIndex={-1}>
          <Suspense fallback={<ViewLoading />}>
            <Outlet />
          </Suspense>
        </main>
      </div>
      <StatusStrip openKeys={() => setOverlay('keys')} />
      <DropTarget />
      <Palette isOpen={overlay === 'palette'} close={() => setOverlay(undefined)} />
      <KeyHelp isOpen={overlay === 'keys'} close={() => setOverlay(undefined)} />
      <Toasts />
    </div>
  );
}

function useWindowKeys(setOverlay: (overlay: Overlay) => void): void {
  const { open } = useAddress();
  const router = useRouter();
  const goes = Object.fromEntries(
    VIEWS.filter((view) => !view.path.includes('$')).map((view) => [`go-${view.path.slice(1)}`, () => open(view.path)]),
  );
  useKeys('everywhere', {
    ...goes,
    palette: () => setOverlay('palette'),
    keys: () => setOverlay('keys'),
    back: () => router.history.back(),
    forward: () => router.history.forward(),
    'copy-link': copyLink,
    theme: toggleTheme,
    pause: () => liveStore.togglePause(),
    import: () => open('/import', { choose: 1 }),
  });
}

/** The desktop's menu sends the ids of the key table, a `balatro-workbench://` link the address of a view. */
function useDesktopCommands(): void {
  const router = useRouter();
  useEffect(() => {
    const listen = (event: MessageEvent<unknown>) => {
      const { data } = event;
      if (event.origin !== window.location.origin || typeof data !== 'object' || data === null) return;
      if ('type' in data && data.type === 'command' && 'name' in data && typeof data.name === 'string')
        perform(data.name);
      if ('type' in data && data.type === 'open-view' && 'address' in data && typeof data.address === 'string')
        void router.navigate({ href: data.address });
    };
    window.addEventListener('message', listen);
    return () => window.removeEventListener('message', listen);
  }, [router]);
}

import { Moon, Sun } from 'lucide-react';
import { ask } from '../../contract/engine.ts';
import { useAnswer } from '../../contract/queries.ts';
import { Segments } from '../../control/segments.tsx';
import { ActionKey } from '../../keys/key-cap.tsx';
import { toggleTheme, useTheme } from '../../theme/theme.ts';
import styles from './settings.module.css';

/** How the window looks; kept by the window, in no file. */
export function Appearance() {
  const theme = useTheme();
  return (
    <section className={styles.section} aria-label="Appearance">
      <div className={styles.row}>
        <div className={styles.name}>
          <strong>Theme</strong>
        </div>
        <div className={styles.value}>
          <div className={styles.control}>
            <Segments
              label="Theme"
              value={theme}
              choices={[
                {
                  value: 'dark',
                  text: (
                    <>
                      <Moon size={14} aria-hidden /> Dark
                    </>
                  ),
                },
                {
                  value: 'light',
                  text: (
                    <>
                      <Sun size={14} aria-hidden /> Light
                    </>
                  ),
                },
              ]}
              onChange={(chosen) => chosen !== theme && toggleTheme()}
            />
          </div>
          <p className={styles.about}>
            Taken over at once, in all windows of this browser. Key: <ActionKey id="theme" />
          </p>
        </div>
      </div>
    </section>
  );
}

/** Which workbench this is, and where it keeps things. */
export function About({ file }: { readonly file: string }) {
  const detail = useAnswer(ask.health.detail.queryOptions()).data;
  const facts = [
    ['Version', detail?.health.version],
    ['Data folder', detail?.dataFolder],
    ['Configuration file', file],
    ['Address', detail?.address ?? 'none: it serves this window alone'],
  ] as const;
  return (
    <section className={styles.section} aria-label="About">
      <dl className={styles.facts}>
        {facts.map(([name, value]) => (
          <div key={name} className={styles.row}>
            <dt className={styles.name}>
              <strong>{name}</strong>
            </dt>
            <dd>
              <code>{value ?? '–'}</code>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

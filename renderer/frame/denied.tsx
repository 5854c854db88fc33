import styles from './view-states.module.css';

/** A page whose address came without the token, or with an old one. */
export function Denied() {
  return (
    <main className={styles.message} role="alert">
      <h2>This page may not see the games</h2>
      <p>Its address lacks the token, or the workbench was started again with a new one.</p>
      <p>Open the address that the workbench printed when it started.</p>
    </main>
  );
}

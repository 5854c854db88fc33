import { type ErrorComponentProps, useRouter } from '@tanstack/react-router';
import { Link } from '../address/link.tsx';
import { Button } from '../control/button.tsx';
import { Skeleton } from '../panel/skeleton.tsx';
import styles from './view-states.module.css';

/** An address that no view answers to. */
export function NoSuchView() {
  return (
    <div className={styles.message}>
      <h2>There is no such view</h2>
      <p>The address may come from another version of the workbench.</p>
      <Link to="/overview">Go to the overview</Link>
    </div>
  );
}

/** A view that broke: the rest of the window goes on. */
export function ViewFailed({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  const again = () => {
    reset();
    void router.invalidate();
  };
  return (
    <div className={styles.message} role="alert">
      <h2>This view stopped working</h2>
      <p>The data are unharmed; the other views go on.</p>
      <code>{error instanceof Error ? error.message : String(error)}</code>
      <Button onPress={again}>Try again</Button>
    </div>
  );
}

export function ViewLoading() {
  return (
    <div className={styles.loading}>
      <Skeleton shape="rows" />
    </div>
  );
}

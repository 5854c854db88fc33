import { Hammer, X } from 'lucide-react';
import { useState } from 'react';
import type { StoreHealth } from '../../../main-ingest/contract/health.ts';
import { engine } from '../../contract/engine.ts';
import { Button } from '../../control/button.tsx';
import { toast } from '../../toast/toast.ts';

/** Makes the metrics anew of the history, or cancels that. */
export function RebuildButton({ rebuilding }: { readonly rebuilding: StoreHealth['rebuilding'] }) {
  const [asking, setAsking] = useState(false);
  const tell = async (ask: () => Promise<void>, done: string) => {
    setAsking(true);
    try {
      await ask();
      toast(done);
    } catch (error) {
      toast(`That did not work: ${error instanceof Error ? error.message : String(error)}`);
    } finally {
      setAsking(false);
    }
  };
  if (rebuilding)
    return (
      <Button
        label="Cancel making the metrics anew"
        onPress={() => void tell(() => engine.health.cancelRebuild(), 'It is cancelled')}
        isDisabled={asking}
      >
        <X size={14} aria-hidden /> Cancel
      </Button>
    );
  return (
    <Button
      label="Make the metrics anew of the history; queries wait until it is done"
      onPress={() => void tell(() => engine.health.rebuild(), 'The metrics are made anew')}
      isDisabled={asking}
    >
      <Hammer size={14} aria-hidden /> Make anew
    </Button>
  );
}

import { type RouterHistory, useRouter } from '@tanstack/react-router';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useAddress } from '../../address/address.ts';
import { readSearch } from '../../address/search.ts';
import { type Place, readPlace } from './place.ts';

/** Browsers refuse addresses that change faster than this for long. */
const WRITE_EVERY_MS = 150;

/**
 * Where the replay stands. It moves at once; the address follows, replaced and not pushed, so that "back" leaves the game.
 * @param initial where the address says nothing
 */
export function usePosition(initial: Place): readonly [Place, (place: Place) => void] {
  const { search, set } = useAddress();
  const router = useRouter();
  const [place, setPlace] = useState<Place>(() => readPlace(search.step) ?? initial);
  const pending = useRef<{ place: Place; timer: ReturnType<typeof setTimeout> | undefined }>(undefined);

  // Someone else led the window here: a link, back, forward.
  useEffect(() => {
    const history: RouterHistory = router.history;
    return history.subscribe(({ location, action }) => {
      if (action.type === 'REPLACE') return;
      const read = readPlace(readSearch(location.search).step);
      if (read !== undefined) setPlace(read);
    });
  }, [router]);
  useEffect(() => () => clearTimeout(pending.current?.timer), []);

  const go = useCallback(
    (next: Place) => {
      setPlace(next);
      if (pending.current) {
        pending.current.place = next;
        return;
      }
      const write = () => {
        const last = pending.current?.place ?? next;
        pending.current = undefined;
        set({ step: last }, { replace: true });
      };
      pending.current = { place: next, timer: setTimeout(write, WRITE_EVERY_MS) };
    },
    [set],
  );
  return [place, go];
}

import { useMemo } from 'react';
import { useAddress } from '../../address/address.ts';
import { readSynergy, type SynergyAddress } from './synergy-address.ts';

export type SetSynergy = (
  change: Readonly<Record<string, string | number | undefined>>,
  options?: { readonly replace?: boolean },
) => void;

export function useSynergyAddress(): readonly [SynergyAddress, SetSynergy] {
  const { search, set } = useAddress();
  const address = useMemo(() => readSynergy(search), [search]);
  return [address, set];
}

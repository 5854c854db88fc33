import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/fetch';
import type { ContractRouterClient } from '@orpc/contract';
import type { Config } from '../config.ts';
import type { Contract } from '../contract/contract.ts';
import { FolderInUse } from '../data-folder.ts';
import type { Engine } from '../engine.ts';
import { engineFailure } from './serving.ts';

/** What a command does with the workbench of a data folder, by whichever process has it open. */
export interface WorkbenchUse<T> {
  /** Told what is waited for, where that takes long. */
  readonly say: (text: string) => void;
  readonly own: (engine: Engine) => T;
  /** A workbench of another process, asked over HTTP with the contract that windows use. */
  readonly running: (client: ContractRouterClient<Contract>) => T;
}

/**
 * Opens the data folder; where a running workbench has it, that one is asked.
 * @throws CommandError
 */
export async function openWorkbench<T>(config: Config, { say, own, running }: WorkbenchUse<T>): Promise<T> {
  // Loaded only here: `--help` and wrong use are answered without it.
  const { openEngine } = await import('../engine.ts');
  try {
    return own(await openEngine(config, { say }));
  } catch (error) {
    if (!(error instanceof FolderInUse) || error.holder?.url === undefined) throw engineFailure(error);
    const { url, token } = error.holder;
    const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
    return running(createORPCClient(new RPCLink({ url: `${url}/rpc`, headers })));
  }
}

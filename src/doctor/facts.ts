import type { ClusterFacts, PermissionFacts } from '../cluster/permissions/index.ts';
import type { ContainerFacts } from '../host/container.ts';
import type { DockerFacts } from '../host/docker-facts.ts';
import type { ExtraCaFacts } from '../host/extra-ca.ts';
import type { FolderFacts } from '../host/folder.ts';
import type { Listening } from '../host/listening.ts';

/** Which kinds a check needs: at least one that it judges, and all that it reads besides. */
export interface CheckNeed {
  readonly id: string;
  readonly subjects: readonly string[];
  readonly reads: readonly string[];
}

export interface RightsFacts {
  readonly permissions: PermissionFacts;
  readonly checks: readonly CheckNeed[];
}

/** A model that a server has, or that would suit this machine. */
export interface SuggestedModel {
  readonly name: string;
  readonly downloadBytes: number;
  readonly installed: boolean;
}

export type ModelFacts =
  /** The address that was given is none. */
  | { readonly state: 'misaddressed'; readonly message: string; readonly hint: string }
  | { readonly state: 'unreachable'; readonly baseUrl: string; readonly message: string }
  | {
      readonly state: 'answered';
      readonly baseUrl: string;
      /** Neither this machine nor a private network. */
      readonly isRemote: boolean;
      /** Null where the server does not tell. */
      readonly version: string | null;
      /** The names of the models that it has; null where it does not tell. */
      readonly models: readonly string[] | null;
      /** The one that was asked for; null where none was. */
      readonly wanted: string | null;
      /** The one that explanations would come from; null where there is none. */
      readonly used: string | null;
      /** Null where the machine is too small for any. */
      readonly recommended: SuggestedModel | null;
      readonly reason: string;
      /** Where its models lie; null where the server is on another machine, or its folder is not found. */
      readonly folder: FolderFacts | null;
    };

export interface MachineFacts {
  readonly memoryBytes: number;
  readonly cores: number;
  readonly gpu: { readonly name: string; readonly memoryBytes: number | null } | null;
  /** Whether the memory is enough for the smallest model. */
  readonly isEnoughForModels: boolean;
  readonly cache: FolderFacts;
  readonly state: FolderFacts;
}

export interface DockerSideFacts {
  readonly docker: DockerFacts;
  readonly container: ContainerFacts;
  /** The API server of the kubeconfig, where it is on the loopback; else null. */
  readonly loopbackServer: { readonly port: number; readonly listening: Listening } | null;
}

/** What the environment says of proxies: their host and port, without user and password. */
export interface ProxyFacts {
  readonly httpProxy: string | null;
  readonly httpsProxy: string | null;
  readonly noProxy: string | null;
  /** Node was told to use them for all its requests; else a model server is reached directly. */
  readonly isNodeTold: boolean;
  /** Null where there is none. `proxy` is the one on the way there. */
  readonly apiServer: { readonly host: string; readonly proxy: string | null } | null;
  readonly modelServer: { readonly host: string; readonly port: number; readonly isTls: boolean } | null;
  readonly extraCa: ExtraCaFacts;
}

export interface TerminalFacts {
  readonly isTty: boolean;
  readonly color: boolean;
  readonly width: number;
  /** The value of the first of LC_ALL, LC_CTYPE and LANG that is set. */
  readonly locale: string | null;
  readonly platform: string;
  readonly nodeVersion: string;
  readonly toolVersion: string;
}

/** What was gathered of one area, or why it was not. */
export type Gathered<Facts> =
  | { readonly state: 'known'; readonly facts: Facts }
  | { readonly state: 'late'; readonly seconds: number }
  | { readonly state: 'failed'; readonly reason: string };

/** Everything that the doctor judges. */
export interface Facts {
  readonly cluster: Gathered<ClusterFacts>;
  readonly permissions: Gathered<RightsFacts>;
  readonly model: Gathered<ModelFacts>;
  readonly machine: Gathered<MachineFacts>;
  readonly docker: Gathered<DockerSideFacts>;
  readonly proxy: Gathered<ProxyFacts>;
  readonly terminal: Gathered<TerminalFacts>;
}

/** What is in an image: the part of the truth that no object of the API tells. */
export interface Program {
  /** What can be run; any where it is empty. */
  readonly commands: readonly string[];
  readonly listens: readonly number[];
  /** The paths that answer with 200; all others give 404. */
  readonly paths: readonly string[];
  /** What it needs to run. */
  readonly memory: string;
}

const anything: Program = { commands: [], listens: [53, 443, 10250], paths: [], memory: '30Mi' };

const PROGRAMS: Readonly<Record<string, Program>> = {
  'registry.example.com/shop/web:1.4.2': {
    commands: ['/bin/web'],
    listens: [8080],
    paths: ['/ready', '/live'],
    memory: '40Mi',
  },
  'registry.example.com/shop/api:2.3.0': {
    commands: ['/bin/api', '/bin/migrate'],
    listens: [9000],
    paths: ['/ready', '/live'],
    memory: '40Mi',
  },
  'registry.example.com/shop/postgres:16.4': { commands: [], listens: [5432], paths: [], memory: '300Mi' },
  'registry.example.com/shop/report:1.0.0': { commands: ['/bin/report'], listens: [], paths: [], memory: '20Mi' },
};

/** The program of an image; undefined where no registry has the image. */
export function programOf(image: string): Program | undefined {
  return PROGRAMS[image] ?? (image.startsWith('registry.k8s.io/') ? anything : undefined);
}

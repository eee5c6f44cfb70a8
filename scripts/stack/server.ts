import type { Secrets } from '../start/secrets'

export type Settings = Record<string, string>

/**
 * A real server that the stack runs on this machine. One file each in `servers/`, listed in `server-list.ts`.
 * `install` and `start` throw with a sentence for the operator; the rest of the stack goes on without it.
 */
export interface StackServer<Port extends string = string> {
  /** Of its files and for `stack -- logs NAME`, e.g. `s3`. */
  name: string
  /** What it is, for people, e.g. `SeaweedFS 4.48 (S3, IAM)`. */
  title: string
  /** Names of servers that are waited for first. When one of them is not there, this one starts without it. */
  after?: string[]
  /** The stack is complete without it, and says that it is absent. */
  optional?: boolean
  /** Of `streams` only what is asked for by `--streams` or by name: three Java programs that a small plant does without. Of `lake` only what is asked for by name. */
  group?: 'streams' | 'lake'
  /** Ports by name, where each is when nothing is taken. */
  ports: Record<Port, number>
  /** A start takes at most this long. */
  secondsToStart: number
  /** Fetches it by package name, at the pinned version, into `site.programs`. Does nothing when it is there. */
  install(site: InstallSite): Promise<void>
  /** Starts it detached (`start-detached.ts`). @returns the process to stop; it leads a group. */
  start(site: Site<Port>): Promise<number>
  /** It answers; asked until it does, with a deadline of its own. */
  ready(site: Site<Port>): Promise<boolean>
  /** What is set up in it once it answers, e.g. a realm. Runs at every `up`: idempotent. */
  prepare?(site: Site<Port>): Promise<void>
  /** What the product is told: lines of `.env.stack`. */
  settings(site: Site<Port>): Settings
  /** Ends it otherwise than by SIGTERM to its group. */
  stop?(site: Site<Port>, pid: number): Promise<void>
}

/** Of a site, what there is before anything is installed. */
export type InstallSite = Pick<Site, 'programs' | 'asked' | 'say'>

/** Where one server of one installation lives. */
export interface Site<Port extends string = string> {
  /** Programs, the same for every installation in this checkout: one folder a server and version. */
  programs: string
  /** This server's own data; made. */
  data: string
  logFile: string
  port(name: Port): number
  /** Of another server, whether it is up or not: whom one is told to expect. */
  portOf(server: string, name: string): number
  /** Made once, kept in `var/secrets`, readable by the owner only. */
  secrets: Secrets
  /** Where browsers and servers will find the portal, without a trailing slash. */
  portalUrl: string
  /** What a server named in `after` told the product; undefined when it is not up. */
  settingsOf(server: string): Settings | undefined
  /** Somebody named this server: what takes long may be done. */
  asked: boolean
  /** What is being done, for people who wait. */
  say(text: string): void
}

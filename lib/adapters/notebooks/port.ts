import type { Outcome } from '@/lib/adapters/outcome'

export interface NotebookFile {
  /** Place in the person's home, e.g. `data/stops.parquet`; relative, no `..`. */
  path: string
  /** An absolute path to copy from, or the content itself. */
  from: string | Buffer
}

export interface NotebookActivity {
  /** The server's last request or kernel message; null when there is no server. */
  lastActivity: Date | null
  running: boolean
  /** Notebooks opened, by path, at their first time. Told by the person's own server: for engagement, never for rights. */
  opened: { path: string; at: Date }[]
  cellsRun: number
  cellsFailed: number
  /** Kernels that ran something. */
  kernels: number
  /** Minutes of the clock in which a notebook was opened or a cell ran. */
  activeMinutes: number
}

/**
 * Notebook servers, one a person, each confined to its own files. A server carries the lease's name.
 * Every call is idempotent and has a deadline of its own.
 */
export interface Notebooks {
  /**
   * A running server with `files` in its home. A home that already stands is left as it is: it is the person's work.
   * `note` says in words what is there and what limits it. After an abort the work may go on; call again or remove.
   */
  ensureServer(name: string, files: NotebookFile[], signal?: AbortSignal): Promise<Outcome<{ note: string }>>
  /** Where a browser goes with a one-time ticket; `path` within the home opens that notebook. */
  openUrl(name: string, ticket: string, path?: string): string
  activity(name: string): Promise<Outcome<NotebookActivity>>
  /** Ends the server and its connections, makes every cookie and token of it worthless; the files stay for `ensureServer`. */
  stopServer(name: string): Promise<Outcome>
  /** Ends the server and its connections, makes every cookie and token of it worthless, deletes the files. */
  removeServer(name: string): Promise<Outcome>
  /** Every name with a user, a server or files, also what was never recorded elsewhere; sorted. */
  listServers(prefix: string): Promise<Outcome<string[]>>
  health(): Promise<Outcome>
}

import { appendFileSync, mkdirSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { installNotebooks } from '../notebooks/install'
import { type NotebookSignIn, type RunningNotebooks, startNotebooks } from '../notebooks/run'
import { endChildren } from '../processes/end-children'
import { isRunning } from '../processes/identity'
import type { Ports } from './ports'

export interface NotebookWishes {
  /** Where the Python environment is installed; shared by installations of one checkout. */
  environmentDir: string
  /** Homes of people and the hub's state. */
  dataDir: string
  varDir: string
  ports: Ports
  /** As this machine reaches it. */
  portalUrl: string
  apiToken: string
  /** Where people sign in, when not by tickets of the portal. */
  oidc?: NotebookSignIn
  /** Ports of this machine that notebooks reach, e.g. the object store's. */
  doors: number[]
  say: (line: string) => void
  /** The hub had to take another port than planned. */
  onMoved: (url: string) => void
}

export interface NotebookState {
  state: 'installing' | 'starting' | 'up' | 'failed'
  detail: string
  url: string | null
}

const longestPauseSeconds = 60

/** Installs and runs the notebook hub beside a portal that is up already. How far it is stands in `run/notebooks.json`. */
export class NotebookKeeper {
  private hub: RunningNotebooks | undefined
  private readonly stopping = new AbortController()
  private work: Promise<void> = Promise.resolve()

  constructor(private readonly wishes: NotebookWishes) {}

  start(): void {
    this.work = this.keep()
  }

  async stop(): Promise<void> {
    this.stopping.abort()
    // An installation is broken off; the next start builds the environment anew.
    if (!this.hub) endChildren(path.join(this.wishes.environmentDir, 'venv'))
    await Promise.race([this.work, wait(this.hub ? 0 : 3000)])
    await this.hub?.stop()
    this.tell('starting', 'stopped')
  }

  private async keep(): Promise<void> {
    const { signal } = this.stopping
    for (let failures = 0; !signal.aborted; ) {
      try {
        await this.bringUp()
        failures = 0
        await this.untilGone()
        if (!signal.aborted) this.wishes.say('! the notebook hub ended; starting it again')
      } catch (error) {
        if (signal.aborted) return
        const detail = error instanceof Error ? error.message : String(error)
        this.tell('failed', detail)
        if (failures === 0) this.wishes.say(`! notebooks: ${detail.split('\n')[0]} (trying on; see var/log/notebooks.log)`)
      }
      const pauseSeconds = Math.min(2 ** ++failures, longestPauseSeconds)
      await wait(pauseSeconds * 1000, undefined, { signal }).catch(() => undefined)
    }
  }

  private async bringUp(): Promise<void> {
    const { environmentDir, dataDir, ports, portalUrl, apiToken, doors, oidc, say, onMoved } = this.wishes
    const began = Date.now()
    this.tell('installing', 'preparing the notebook environment')
    await installNotebooks({
      dir: environmentDir,
      onProgress: ({ ratio, text }) => this.tell('installing', `${Math.round(ratio * 100)} %: ${text}`),
    })
    if (this.stopping.signal.aborted) return
    this.tell('starting', 'starting the hub')
    this.hub = await startNotebooks({
      dir: environmentDir,
      homesDir: path.join(dataDir, 'homes'),
      stateDir: path.join(dataDir, 'state'),
      ports: { public: ports.hub, hub: ports.hubInner, proxy: ports.hubProxy },
      portalUrl,
      apiToken,
      oidc,
      doors,
      onLog: (line) => this.log(line),
    })
    if (this.stopping.signal.aborted) return this.hub.stop()
    this.tell('up', 'answering', this.hub.url)
    say(`✓ notebooks  ${((Date.now() - began) / 1000).toFixed(1)} s  ${this.hub.url}`)
    if (this.hub.url !== `http://127.0.0.1:${ports.hub}`) onMoved(this.hub.url)
  }

  private async untilGone(): Promise<void> {
    while (this.hub && isRunning(this.hub.pid) && !this.stopping.signal.aborted) {
      await wait(2000, undefined, { signal: this.stopping.signal }).catch(() => undefined)
    }
  }

  private tell(state: NotebookState['state'], detail: string, url: string | null = null): void {
    const file = path.join(this.wishes.varDir, 'run/notebooks.json')
    mkdirSync(path.dirname(file), { recursive: true })
    // Readers never see half of it.
    writeFileSync(`${file}.new`, JSON.stringify({ state, detail, url } satisfies NotebookState))
    renameSync(`${file}.new`, file)
    if (state !== 'up') this.log(`${state}: ${detail}`)
  }

  private log(line: string): void {
    appendFileSync(path.join(this.wishes.varDir, 'log/notebooks.log'), `${line}\n`, { mode: 0o600 })
  }
}

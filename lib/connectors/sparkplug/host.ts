import { metricNumber } from '@/lib/connectors/sparkplug/metric-number'
import type { Metric, Payload } from '@/lib/connectors/sparkplug/payload'
import type { Address } from '@/lib/connectors/sparkplug/topic'

export interface MetricPlace {
  group: string
  node: string
  device?: string
  metric: string
}

export type RebirthReason = 'no birth' | 'sequence gap' | 'unknown metric' | 'device without birth'

export type Effect =
  | { kind: 'value'; place: MetricPlace; t: number; v: number }
  | { kind: 'untaken'; place: MetricPlace; reason: string }
  | { kind: 'rebirth'; group: string; node: string; reason: RebirthReason }

interface Known {
  device?: string
  name: string
  datatype?: number
}

interface Held {
  address: Address
  payload: Payload
  receivedAt: number
}

interface Node {
  group: string
  node: string
  /** Between its birth and its death; what comes otherwise has no meaning. */
  born: boolean
  bdSeq?: number
  nextSeq: number
  byAlias: Map<bigint, Known>
  byName: Map<string, Known>
  devices: Set<string>
  /** Messages that came before the one that is missing, by sequence number. */
  held: Map<number, Held>
  gapSince: number | null
  rebirthAskedAt: number
}

/** Asking again before this would only repeat the births of a slow line. */
export const rebirthEveryMs = 10_000
const controls = /^(bdSeq$|Node Control\/|Device Control\/)/

/**
 * What a Sparkplug 3.0 host application knows of its edge nodes, as messages come. Values are taken from births and data
 * of nodes that are born and whose sequence has no gap; after a gap, or without a birth, an alias may mean another metric,
 * so nothing is taken until the node is born again. A death makes no value: silence is what the stale rule sees.
 */
export class SparkplugHost {
  readonly #nodes = new Map<string, Node>()

  /** `reorderMs`: how long a message may come late before the node is asked for a rebirth. */
  constructor(private readonly reorderMs: number) {}

  receive(address: Address, payload: Payload, now: number): Effect[] {
    const node = this.#node(address)
    if (address.type === 'NBIRTH') return this.#bear(node, payload, now)
    if (address.type === 'NDEATH') return this.#die(node, payload)
    if (!node.born) return [untaken(address, 'without a birth'), ...this.#askRebirth(node, 'no birth', now)]
    if (payload.seq !== node.nextSeq) {
      if (payload.seq === undefined) return [untaken(address, 'without its sequence number')]
      node.held.set(payload.seq, { address, payload, receivedAt: now })
      node.gapSince ??= now
      return this.tick(now)
    }
    const effects = this.#inOrder(node, { address, payload, receivedAt: now }, now)
    for (let next = node.held.get(node.nextSeq); next; next = node.held.get(node.nextSeq)) effects.push(...this.#inOrder(node, next, now))
    if (node.held.size === 0) node.gapSince = null
    return effects
  }

  /** Gives up what did not come in time. */
  tick(now: number): Effect[] {
    return [...this.#nodes.values()].flatMap((node) => {
      if (node.gapSince === null || now - node.gapSince < this.reorderMs) return []
      const lost = [...node.held.values()].map(({ address }) => untaken(address, 'after a sequence gap'))
      forget(node)
      return [...lost, ...this.#askRebirth(node, 'sequence gap', now)]
    })
  }

  /** The broker was away: what was missed is not known, so every node must be born again. */
  lost(): void {
    for (const node of this.#nodes.values()) {
      forget(node)
      node.rebirthAskedAt = -Infinity
    }
  }

  #node({ group, node }: Address): Node {
    const key = `${group}/${node}`
    let known = this.#nodes.get(key)
    if (!known) {
      known = { group, node, born: false, nextSeq: 0, byAlias: new Map(), byName: new Map(), devices: new Set(), held: new Map(), gapSince: null, rebirthAskedAt: -Infinity }
      this.#nodes.set(key, known)
    }
    return known
  }

  #bear(node: Node, payload: Payload, now: number): Effect[] {
    forget(node)
    if (payload.seq === undefined) return [untaken(node, 'without its sequence number')]
    node.born = true
    node.rebirthAskedAt = -Infinity
    node.nextSeq = (payload.seq + 1) % 256
    const bdSeq = payload.metrics.find(({ name }) => name === 'bdSeq')
    node.bdSeq = bdSeq && 'value' in bdSeq.value ? Number(bdSeq.value.value) : undefined
    learn(node, undefined, payload.metrics)
    return this.#values(node, undefined, payload, now)
  }

  /** The will of an earlier connection may arrive after the birth of the next: its bdSeq is another. */
  #die(node: Node, payload: Payload): Effect[] {
    const bdSeq = payload.metrics.find(({ name }) => name === 'bdSeq')?.value
    const of = bdSeq && 'value' in bdSeq ? Number(bdSeq.value) : undefined
    if (of === undefined || node.bdSeq === undefined || of === node.bdSeq) forget(node)
    return []
  }

  #inOrder(node: Node, { address, payload, receivedAt }: Held, now: number): Effect[] {
    node.held.delete(payload.seq!)
    node.nextSeq = (node.nextSeq + 1) % 256
    const { type, device } = address
    if (type === 'DDEATH') {
      node.devices.delete(device!)
      return []
    }
    if (type === 'DBIRTH') {
      node.devices.add(device!)
      learn(node, device, payload.metrics)
    }
    if (type === 'DDATA' && !node.devices.has(device!)) return [untaken(address, 'without a birth'), ...this.#askRebirth(node, 'device without birth', now)]
    return this.#values(node, device, payload, receivedAt)
  }

  #values(node: Node, device: string | undefined, payload: Payload, receivedAt: number): Effect[] {
    let strange = false
    const effects = payload.metrics.flatMap((metric): Effect[] => {
      const known = metric.name !== undefined ? node.byName.get(nameKey(device, metric.name)) : metric.alias !== undefined ? node.byAlias.get(metric.alias) : undefined
      if (!known || known.device !== device) {
        strange = true
        return [untaken({ ...node, device }, 'unknown metric', metric.name ?? `alias ${metric.alias}`)]
      }
      if (controls.test(known.name)) return []
      const place = { group: node.group, node: node.node, ...(device !== undefined && { device }), metric: known.name }
      if (metric.isTransient) return [{ kind: 'untaken', place, reason: 'not to be stored (transient)' }]
      const number = metricNumber(metric, metric.datatype ?? known.datatype)
      if (number.kind === 'none') return [{ kind: 'untaken', place, reason: number.reason }]
      // A historical value without its own time has none: the message's is when it was sent.
      const t = metric.timestamp ?? (metric.isHistorical ? undefined : payload.timestamp ?? receivedAt)
      return [t === undefined ? { kind: 'untaken', place, reason: 'historical without its time' } : { kind: 'value', place, t, v: number.v }]
    })
    return strange ? [...effects, ...this.#askRebirth(node, 'unknown metric', receivedAt)] : effects
  }

  #askRebirth(node: Node, reason: RebirthReason, now: number): Effect[] {
    if (now - node.rebirthAskedAt < rebirthEveryMs) return []
    node.rebirthAskedAt = now
    return [{ kind: 'rebirth', group: node.group, node: node.node, reason }]
  }
}

const nameKey = (device: string | undefined, name: string) => `${device ?? ''}\n${name}`

const untaken = ({ group, node, device }: { group: string; node: string; device?: string }, reason: string, metric = ''): Effect =>
  ({ kind: 'untaken', place: { group, node, ...(device !== undefined && { device }), metric }, reason })

function forget(node: Node): void {
  node.born = false
  node.gapSince = null
  for (const known of [node.byAlias, node.byName, node.devices, node.held]) known.clear()
}

function learn(node: Node, device: string | undefined, metrics: Metric[]): void {
  for (const [key, { device: of }] of node.byName) if (of === device) node.byName.delete(key)
  for (const [alias, { device: of }] of node.byAlias) if (of === device) node.byAlias.delete(alias)
  for (const { name, alias, datatype } of metrics) {
    if (name === undefined) continue
    const known = { ...(device !== undefined && { device }), name, datatype }
    node.byName.set(nameKey(device, name), known)
    if (alias !== undefined) node.byAlias.set(alias, known)
  }
}

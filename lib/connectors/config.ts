import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { topicTemplate } from '@/lib/connectors/mqtt/topic-template'
import { placesOf } from '@/lib/connectors/signal-map'

const name = z.string().regex(/^[\w-]{1,40}$/, 'letters, digits, - and _, at most 40')
const whole = (from: number, to: number) => z.number().int().min(from).max(to)
const file = z.string().min(1)
const variable = z.string().regex(/^[A-Za-z_]\w*$/, 'the name of an environment variable')
const signals = z.record(z.string().min(1), z.string().min(1).max(200))

const topic = z.string().superRefine((value, context) => {
  try {
    topicTemplate(value)
  } catch (error) {
    context.addIssue({ code: 'custom', message: (error as Error).message })
  }
})

const timeUnit = z.enum(['s', 'ms', 'us']).default('ms')
const payload = z.discriminatedUnion('form', [
  z.strictObject({ form: z.literal('number') }),
  z.strictObject({ form: z.literal('json'), value: z.string().min(1), time: z.string().min(1).optional(), unit: z.string().min(1).optional(), timeUnit }),
  z.strictObject({ form: z.literal('columns'), timeUnit }),
])

const subscriptionBase = { topic, qos: z.union([z.literal(0), z.literal(1)]).default(1), share: name.optional() }
const subscription = z.union([
  z.strictObject({ ...subscriptionBase, events: z.literal(true) }),
  z.strictObject({ ...subscriptionBase, events: z.literal(false).default(false), payload: payload.default({ form: 'number' }), signal: z.string().min(1).optional(), signals: signals.optional() }).superRefine((value, context) => {
    if (!value.signal && !value.signals && value.payload.form !== 'columns') context.addIssue({ code: 'custom', path: ['signal'], message: 'say which signal a value belongs to: signal (a template) or signals (a table)' })
    const known = namesIn(value.topic)
    for (const place of placesOf(value.signal ?? '')) if (!known.includes(place)) context.addIssue({ code: 'custom', path: ['signal'], message: `{${place}} is no level of the topic` })
  }),
])

function namesIn(value: string): string[] {
  try {
    return topicTemplate(value).names
  } catch {
    return []
  }
}

const broker = {
  name,
  url: z.url({ protocol: /^(mqtts?|wss?)$/, error: 'a URL that begins with mqtt://, mqtts://, ws:// or wss://' }),
  version: z.union([z.literal(5), z.literal(4)], { error: '5 (MQTT 5) or 4 (MQTT 3.1.1)' }).default(5),
  clientId: z.string().min(1).max(200).optional(),
  username: z.string().min(1).optional(),
  passwordFile: file.optional(),
  passwordEnv: variable.optional(),
  caFile: file.optional(),
  certificateFile: file.optional(),
  keyFile: file.optional(),
}

const mqtt = z.strictObject({
  ...broker,
  kind: z.literal('mqtt'),
  cleanStart: z.boolean().default(false),
  sessionExpirySeconds: whole(0, 4_294_967_295).default(86_400),
  receiveMaximum: whole(1, 65_535).default(1000),
  subscriptions: z.array(subscription).min(1),
})

const sparkplug = z.strictObject({
  ...broker,
  kind: z.literal('sparkplug'),
  /** The primary host that edge nodes wait for. */
  host: z.string().regex(/^[^/+#]{1,100}$/, 'text without /, + and #').default('millrace'),
  groups: z.array(z.string().regex(/^[^/+#]+$/, 'text without /, + and #')).min(1).optional(),
  reorderMs: whole(0, 60_000).default(2000),
  signal: z.string().min(1).optional(),
  signals: signals.optional(),
}).superRefine((value, context) => {
  if (!value.signal && !value.signals) context.addIssue({ code: 'custom', path: ['signal'], message: 'say which signal a metric belongs to: signal (a template) or signals (a table)' })
  for (const place of placesOf(value.signal ?? '')) if (!['group', 'node', 'device', 'metric'].includes(place)) context.addIssue({ code: 'custom', path: ['signal'], message: `{${place}} is none of group, node, device, metric` })
})

const opcua = z.strictObject({
  name,
  kind: z.literal('opcua'),
  endpoint: z.string().regex(/^opc\.tcp:\/\/.+/, 'a URL that begins with opc.tcp://'),
  security: z.strictObject({
    mode: z.enum(['SignAndEncrypt', 'Sign', 'None']).default('SignAndEncrypt'),
    policy: z.enum(['Basic256Sha256', 'Aes128_Sha256_RsaOaep', 'Aes256_Sha256_RsaPss', 'None']).default('Basic256Sha256'),
  }).prefault({}).refine(({ mode, policy }) => (mode === 'None') === (policy === 'None'), { error: 'mode None and policy None go together: name both, or neither' }),
  user: z.union([
    z.strictObject({ name: z.string().min(1), passwordFile: file.optional(), passwordEnv: variable.optional() }),
    z.strictObject({ certificateFile: file, keyFile: file }),
  ]).optional(),
  publishingMs: whole(50, 600_000).default(1000),
  samplingMs: whole(0, 600_000).default(1000),
  queueSize: whole(1, 100_000).default(100),
  nodes: z.record(z.string().regex(/^(ns=\d+;)?[isgb]=.+/, 'a node id: ns=2;s=Press.Temperature'), z.union([z.string().min(1).max(200), z.strictObject({ signal: z.string().min(1).max(200), unit: z.string().max(40).optional() })])),
})

const loopback = /^(localhost|127(\.\d+){3}|\[::1\])$/

const schema = z.strictObject({
  /** What is written: what waits for the gateway, certificates. Beside the configuration file unless absolute. */
  folder: file.default('connectors-data'),
  status: z.strictObject({ port: whole(1, 65_535).default(4300), listen: z.string().default('127.0.0.1') }).prefault({}),
  gateway: z.strictObject({
    url: z.url({ protocol: /^https?$/, error: 'a URL that begins with https://' }).transform((url) => url.replace(/\/+$/, '')),
    apiKeyFile: file.optional(),
    apiKeyEnv: variable.optional(),
    deadlineSeconds: whole(1, 300).default(30),
    keepMegabytes: whole(1, 1_000_000).default(1024),
  }).superRefine((value, context) => {
    if (URL.canParse(value.url) && value.url.startsWith('http:') && !loopback.test(new URL(value.url).hostname)) context.addIssue({ code: 'custom', path: ['url'], message: 'https:// (the API key would cross the network in clear)' })
    if (!value.apiKeyFile && !value.apiKeyEnv) context.addIssue({ code: 'custom', path: ['apiKeyFile'], message: 'say where the API key is: apiKeyFile or apiKeyEnv' })
  }),
  connections: z.array(z.discriminatedUnion('kind', [mqtt, sparkplug, opcua])).min(1).superRefine((value, context) => {
    value.forEach((one, i) => {
      if (value.findIndex((other) => other.name === one.name) !== i) context.addIssue({ code: 'custom', path: [i, 'name'], message: `"${one.name}" stands twice` })
    })
  }),
})

export type ConnectorsConfig = z.infer<typeof schema>
export type Connection = ConnectorsConfig['connections'][number]
export type MqttConnection = Extract<Connection, { kind: 'mqtt' }>
export type SparkplugConnection = Extract<Connection, { kind: 'sparkplug' }>
export type OpcuaConnection = Extract<Connection, { kind: 'opcua' }>
export type Subscription = MqttConnection['subscriptions'][number]

/** A key or password from its file or variable; undefined when neither is named. */
export type ReadSecret = (from: { file?: string; env?: string }) => string | undefined

const refuse = (source: string, problems: string[]) => new Error(`The configuration of the connectors (${source}) is not complete; platform/connectors/README.md says what belongs there:\n${problems.map((one) => `  ${one}`).join('\n')}`)

/** @throws one error that names everything that is missing or wrong, and where. Files are taken as beside the configuration. */
export function loadConfig(source: string, environment: (name: string) => string | undefined): { config: ConnectorsConfig; readSecret: ReadSecret } {
  const config = parseConfig(source, readText(source))
  const problems: string[] = []
  const beside = (named: string) => path.resolve(path.dirname(source), named)
  const walk = (value: unknown, at: string[]): unknown => {
    if (Array.isArray(value)) return value.map((item, i) => walk(item, [...at, String(i)]))
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => {
      const place = [...at, key]
      if (typeof inner !== 'string') return [key, walk(inner, place)]
      if (key.endsWith('Env') && !environment(inner)) problems.push(`${place.join('.')}: the variable ${inner} is not set`)
      if (!key.endsWith('File')) return [key, key === 'folder' && at.length === 0 ? beside(inner) : inner]
      if (!existsSync(beside(inner))) problems.push(`${place.join('.')}: there is no file ${beside(inner)}`)
      return [key, beside(inner)]
    }))
  }
  const whole = walk(config, []) as ConnectorsConfig
  if (problems.length > 0) throw refuse(source, problems)
  return { config: whole, readSecret: ({ file, env }) => (file ? readFileSync(file, 'utf8').trim() : env ? environment(env) : undefined) }
}

export function parseConfig(source: string, text: string): ConnectorsConfig {
  let body: unknown
  try {
    body = JSON.parse(text)
  } catch (error) {
    throw refuse(source, [`no JSON: ${(error as Error).message}`])
  }
  const parsed = schema.safeParse(body)
  if (parsed.success) return parsed.data
  throw refuse(source, parsed.error.issues.flatMap((issue) => sayIssue(issue, [])))
}

/** Of a union the branch that fits best speaks: the one with the fewest problems. */
function sayIssue(issue: z.core.$ZodIssue, above: PropertyKey[]): string[] {
  const at = [...above, ...issue.path]
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    const best = issue.errors.toSorted((a, b) => a.length - b.length)[0]!
    return best.flatMap((inner) => sayIssue(inner, at))
  }
  return [`${at.map(String).join('.') || 'the whole'}: ${issue.message}`]
}

function readText(source: string): string {
  try {
    return readFileSync(source, 'utf8')
  } catch (error) {
    throw refuse(source, [`cannot be read: ${(error as Error).message}`])
  }
}

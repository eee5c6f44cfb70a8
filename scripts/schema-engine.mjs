#!/usr/bin/env node
// Stands in for the native schema engine of Prisma, whose download host an air-gapped plant cannot reach: speaks the
// same JSON-RPC on stdio and runs the official WASM engine over @prisma/adapter-pg. See docs/decisions/004.
import fs from 'node:fs'
import { createRequire } from 'node:module'
import readline from 'node:readline'
import { PrismaPg } from '@prisma/adapter-pg'
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from '@prisma/driver-adapter-utils'
import * as wasm from '@prisma/schema-engine-wasm/schema_engine_bg'
import pg from 'pg'

const require = createRequire(import.meta.url)
const args = process.argv.slice(2)
const optionValues = (name) => args.flatMap((argument, index) => (argument === name ? [args[index + 1]] : []))
const datasource = JSON.parse(optionValues('--datasource')[0] ?? '{}')
const databaseUrl = datasource.url ?? process.env.DATABASE_URL

if (args[0] === '--version' || args[0] === '-V') {
  console.log('schema-engine-cli 0edf323efd1d98336f3f0a68684b56f689b900d3')
  process.exit(0)
}
if (args.includes('cli')) process.exit(await runCommand(args[args.indexOf('cli') + 1]))

function logError(message, errorCode) {
  const fields = { message, error_code: errorCode, is_panic: false }
  const entry = { timestamp: new Date().toISOString(), level: 'ERROR', fields, target: 'schema_engine::logger' }
  process.stderr.write(`${JSON.stringify(entry)}\n`)
}

async function runCommand(command) {
  try {
    if (command === 'can-connect-to-database') await connectOnce(databaseUrl)
    else if (command === 'create-database') await createDatabase(databaseUrl)
    else if (command === 'drop-database') throw new Error('drop-database is not supported')
    return 0
  } catch (error) {
    process.stderr.write('\n')
    if (error.code === '3D000') logError(error.message, 'P1003')
    else if (error.code === '28P01') logError(error.message, 'P1000')
    else logError(`Can't reach database server: ${error.message}`, 'P1001')
    return 1
  }
}

async function connectOnce(connectionString) {
  const client = new pg.Client({ connectionString })
  await client.connect()
  await client.end()
}

async function createDatabase(url) {
  const server = new URL(url)
  const name = decodeURIComponent(server.pathname.slice(1))
  server.pathname = '/postgres'
  const client = new pg.Client({ connectionString: server.toString() })
  await client.connect()
  try {
    await client.query(`CREATE DATABASE ${pg.escapeIdentifier(name)}`)
  } finally {
    await client.end()
  }
  return name
}

// A panic of the engine says its message here and nowhere else.
let panic
globalThis.PRISMA_WASM_PANIC_REGISTRY = { set_message: (message) => (panic = message) }

const wasmFile = require.resolve('@prisma/schema-engine-wasm').replace(/schema_engine\.js$/, 'schema_engine_bg.wasm')
const { instance } = await WebAssembly.instantiate(fs.readFileSync(wasmFile), { './schema_engine_bg.js': wasm })
wasm.__wbg_set_wasm(instance.exports)
instance.exports.__wbindgen_start()

const textOid = 25
const charOid = 18
const firstUserOid = 16384
const mappedOids = new Set([
  16, 17, 19, 20, 21, 23, 25, 26, 114, 142, 600, 650, 700, 701, 790, 829, 869, 1000, 1002, 1003, 1005, 1007, 1009, 1014,
  1015, 1016, 1021, 1022, 1028, 1042, 1043, 1082, 1083, 1114, 1184, 1186, 1231, 1266, 1560, 1562, 1700, 2950, 2951, 3802,
  3807,
])

/** adapter-pg splits scripts at ';', which breaks functions and DO blocks: send a script as one simple query. */
function sendScriptsWhole(adapter, config) {
  adapter.executeScript = async (sql) => {
    const client = new pg.Client(config)
    await client.connect()
    try {
      await client.query(sql)
    } catch (error) {
      adapter.onError(error)
    } finally {
      await client.end()
    }
  }
}

/** adapter-pg cannot map types that only the catalogue has, such as "char": present them as text. */
function mapCatalogueTypes(adapter) {
  const performIO = adapter.performIO.bind(adapter)
  const queryRaw = Object.getPrototypeOf(Object.getPrototypeOf(adapter)).queryRaw
  let charColumns = []
  adapter.performIO = async (query) => {
    const result = await performIO(query)
    charColumns = []
    for (const [index, field] of (result.fields ?? []).entries()) {
      if (field.dataTypeID === charOid) charColumns.push(index)
      if (field.dataTypeID < firstUserOid && !mappedOids.has(field.dataTypeID)) field.dataTypeID = textOid
    }
    return result
  }
  // One query at a time: the engine awaits each.
  adapter.queryRaw = async (query) => {
    const result = await queryRaw.call(adapter, query)
    for (const index of charColumns) result.columnTypes[index] = ColumnTypeEnum.Character
    return result
  }
}

function repair(adapter, config) {
  sendScriptsWhole(adapter, config)
  mapCatalogueTypes(adapter)
  return adapter
}

/** Shadow databases that a panic would leave behind. */
const cleanups = new Set()

class Factory extends PrismaPg {
  #config

  constructor(config, options) {
    super(config, options)
    this.#config = config
  }

  async connect() {
    return repair(await super.connect(), this.#config)
  }

  async connectToShadowDb() {
    if (datasource.shadowDatabaseUrl) return connectTo(datasource.shadowDatabaseUrl)
    const name = `prisma_migrate_shadow_db_${crypto.randomUUID()}`
    const admin = new pg.Client(this.#config)
    await admin.connect()
    await admin.query(`CREATE DATABASE "${name}"`)
    const url = new URL(this.#config.connectionString)
    url.pathname = `/${name}`
    const adapter = await connectTo(url.toString())
    const dispose = adapter.dispose.bind(adapter)
    const drop = async () => {
      cleanups.delete(drop)
      await admin.query(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`)
      await admin.end()
    }
    cleanups.add(drop)
    adapter.dispose = async () => {
      await dispose()
      await drop()
    }
    return adapter
  }
}

async function connectTo(connectionString) {
  return repair(await new PrismaPg({ connectionString }).connect(), { connectionString })
}

let factory
async function newEngine() {
  if (!databaseUrl) throw new Error('no datasource url')
  const files = optionValues('--datamodels').map((file) => [file, fs.readFileSync(file, 'utf8')])
  const url = new URL(databaseUrl)
  const schema = url.searchParams.get('schema') ?? undefined
  url.searchParams.delete('schema')
  factory = bindMigrationAwareSqlAdapterFactory(new Factory({ connectionString: url.toString() }, { schema }))
  const log = (message) => process.env.DEBUG && process.stderr.write(`${message}\n`)
  return wasm.SchemaEngine.new({ datamodels: files.length > 0 ? files : undefined }, log, factory)
}

process.on('uncaughtException', async (error) => {
  logError(panic ?? error.message, null)
  for (const cleanup of [...cleanups]) await cleanup().catch(() => {})
  process.exit(1)
})

const send = (message) => process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`)

async function call(method, params) {
  if (method === 'createDatabase') return { databaseName: await createDatabase(params.datasource.url ?? databaseUrl) }
  // A fresh engine for each call: it loses its shadow-database factory after applyMigrations …
  const engine = await newEngine()
  if (method === 'evaluateDataLoss' || method === 'createMigration') {
    // … and finds it again only after a diagnostic.
    await engine.devDiagnostic({ migrationsList: params.migrationsList, filters: params.filters })
  }
  if (method === 'getDatabaseVersion') return engine.version(params)
  if (method === 'getDatabaseDescription') return { description: 'PostgreSQL' }
  return (await engine[method](params)) ?? {}
}

function asRpcError(error) {
  let message = error?.message ?? String(error)
  const reference = /External error id#(\d+)/.exec(message)
  const source = reference && factory?.errorRegistry?.consumeError(Number(reference[1]))?.error
  if (source) {
    const original = source.cause?.originalMessage ?? source.cause?.message ?? source.message
    const code = source.cause?.originalCode ? ` (${source.cause.originalCode})` : ''
    message = message.replace(/^.*\n?External error id#\d+/, `Database error: ${original}${code}`)
  }
  const data = { is_panic: false, message, meta: error?.meta ?? null, error_code: error?.code ?? null }
  return { code: 4466, message: 'An error happened. Check the data field for details.', data }
}

let printed = 1
async function answer({ id, method, params }) {
  try {
    const result = await call(method, params)
    if (method === 'diff' && result.stdout) send({ id: printed++, method: 'print', params: { content: result.stdout } })
    send({ id, result: result ?? {} })
  } catch (error) {
    send({ id, error: asRpcError(error) })
  }
}

let chain = Promise.resolve()
const lines = readline.createInterface({ input: process.stdin, crlfDelay: Infinity })
lines.on('line', (line) => {
  let request
  try {
    request = JSON.parse(line)
  } catch {
    return
  }
  if (request.method) chain = chain.then(() => answer(request))
})
lines.on('close', () => chain.finally(() => process.exit(0)))

import path from 'node:path'
import { checkout } from '../checkout'
import { readSettingsOrEnd } from '../start/settings'
import { bringUp, type Brought, productSettings } from './bring-up'
import { deployStreams } from './deploy-streams'
import { endOfLog } from './end-of-log'
import { type Installation, logFileOf, openInstallation, processOf, siteOf } from './installation'
import { runProduct } from './run-product'
import type { Settings, StackServer } from './server'
import { servers } from './server-list'
import { writeSettings } from './settings-file'
import { takeDown } from './take-down'

const usage = `usage: npm run stack                        the servers and the product against them
       npm run stack -- --streams         with Kafka, the schema registry and Flink (or STREAMS=on)
       npm run stack -- up [NAME…]        the servers only; Trino (trino) by its name
       npm run stack -- down [NAME…]      stops them; their data stay
       npm run stack -- status            what runs and answers
       npm run stack -- logs NAME         the end of its log
servers: ${servers.map(({ name }) => name).join(' ')}\n`

const settingsGiven = readSettingsOrEnd()
const varDir = path.resolve(checkout, settingsGiven.MILLRACE_VAR_DIR ?? 'var')
const say = (line: string) => void process.stdout.write(`${line}\n`)
const open = (onTaken: (message: string) => void = () => undefined) => openInstallation(varDir, servers, onTaken)

/** What a small plant does without is started when it is asked for, and then stays asked for while it runs. */
const withStreams = process.argv.includes('--streams') || settingsGiven.STREAMS === 'on'
const usual = servers.filter(({ name, group }) => group === undefined || (group === 'streams' && withStreams) || processOf(varDir, name) !== undefined)

async function main([command, ...names]: string[]): Promise<number> {
  if (command === undefined) return up(usual).then(({ installation, settings }) => runProduct(installation, settings))
  const unknown = names.filter((name) => !servers.some((server) => server.name === name))
  if (unknown.length > 0) return refuse(`There is no server called ${unknown.join(', ')}.`)
  const all = command === 'up' ? usual : servers
  const chosen = names.length > 0 ? servers.filter(({ name }) => names.includes(name)) : all
  if (command === 'up') return up([...chosen, ...running(chosen)], names).then(({ complete }) => (complete ? 0 : 1))
  if (command === 'down') return down(chosen)
  if (command === 'status') return status()
  if (command === 'logs' && names.length === 1) return logs(names[0]!)
  return refuse()
}

/** Those that run already keep their place in `.env.stack`. */
const running = (chosen: StackServer[]) => servers.filter((server) => !chosen.includes(server) && processOf(varDir, server.name) !== undefined)

async function up(chosen: StackServer[], asked: string[] = []): Promise<{ installation: Installation; settings: Settings; complete: boolean }> {
  const installation = await open((message) => say(`! ${message}`))
  const began = Date.now()
  for (const { name, title } of chosen) say(`… ${name}  ${title}`)
  const brought = await bringUp(installation, chosen, (name, text) => say(`  ${name}: ${text}`), asked)
  for (const each of brought) say(lineOf(each))
  const settings = productSettings(installation, brought)
  if (settings.EVENTS === 'kafka' && !settings.FLINK_URL) leaveOutStreams(settings)
  else if (await deployStreams(varDir, settings)) say('✓ the rules run in Flink')
  const file = writeSettings(varDir, settings)
  say(`The stack is up after ${((Date.now() - began) / 1000).toFixed(1)} s. Settings: ${file}. It stays up until \`npm run stack -- down\`; \`npm run stack\` starts the product against it.`)
  return { installation, settings, complete: brought.every(({ server, state }) => state === 'up' || (state === 'absent' && server.optional && !asked.includes(server.name))) }
}

/** Without somebody who judges, readings would be taken and no alarm raised: then everything stays on this machine. */
function leaveOutStreams(settings: Settings): void {
  delete settings.EVENTS
  say('! without Flink nobody would judge readings in Kafka: the product keeps and judges them itself')
}

function lineOf(brought: Brought): string {
  const { name } = brought.server
  if (brought.state === 'up') return `✓ ${name}  ${brought.seconds.toFixed(1)} s${brought.adopted ? '  ran already' : ''}`
  const what = brought.state === 'absent' ? 'cannot be had here' : 'did not come up'
  return `\n!! ${name.toUpperCase()} ${what}: the product runs with what is built in instead.\n${brought.reason.replaceAll(/^/gm, '   ')}\n`
}

async function down(chosen: StackServer[]): Promise<number> {
  const stopped = await takeDown(await open(), chosen)
  say(stopped.length > 0 ? `stopped ${stopped.join(', ')}` : 'nothing ran')
  return 0
}

/** 0 when every server answers, else 3, as of a service manager. */
async function status(): Promise<number> {
  const installation = await open()
  const states = await Promise.all(
    usual.map(async (server) => {
      const pid = processOf(varDir, server.name)
      if (pid === undefined) return `○ ${server.name}  stopped`
      const answers = await server.ready(siteOf(installation, server, { settingsOf: () => undefined, say: () => undefined })).catch(() => false)
      const ports = Object.keys(server.ports).map((port) => `${port} ${installation.ports[`${server.name}.${port}`]}`)
      return `${answers ? '●' : '✗'} ${server.name}  ${answers ? 'answers' : 'does not answer'}  process ${pid}  ${ports.join(', ')}`
    }),
  )
  for (const state of states) say(state)
  return states.every((state) => state.startsWith('●')) ? 0 : 3
}

function logs(name: string): number {
  const file = logFileOf(varDir, name)
  say(endOfLog(file, 200) || 'It has said nothing yet.')
  say(`(all of it: ${file})`)
  return 0
}

function refuse(reason = ''): number {
  process.stderr.write(`${reason ? `${reason}\n` : ''}${usage}`)
  return 2
}

process.exit(await main(process.argv.slice(2).filter((each) => each !== '--streams')).catch((error: unknown) => refuse(error instanceof Error ? error.message : String(error))))

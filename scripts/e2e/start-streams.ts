import { deployStreams } from '../stack/deploy-streams'
import { servers } from '../stack/server-list'
import { startOn } from './start-stack'

/** Playwright's global setup: Kafka, the schema registry and Flink with the rules, and the product over them; the rest is built in. */
export default function startStreams(): Promise<() => Promise<void>> {
  return startOn(servers.filter(({ group }) => group === 'streams'), deployStreams)
}

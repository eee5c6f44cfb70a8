import type { StackServer } from './server'
import { flink } from './servers/flink'
import { kafka } from './servers/kafka'
import { keycloak } from './servers/keycloak'
import { prometheus } from './servers/prometheus'
import { registry } from './servers/registry'
import { s3 } from './servers/s3'
import { smtp } from './servers/smtp'
import { superset } from './servers/superset'
import { trino } from './servers/trino'
import { vault } from './servers/vault'

/** Every server of the stack. */
export const servers: StackServer[] = [s3, keycloak, smtp, vault, superset, prometheus, kafka, registry, flink, trino]

/** Those that start without being asked for. */
export const usualServers = servers.filter(({ group }) => group === undefined)

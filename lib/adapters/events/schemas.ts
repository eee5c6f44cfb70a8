import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { TopicKind } from '@/lib/adapters/events/topics'

/** Record types by the file that holds them in platform/schemas. */
export const schemaNames = ['sensor-telemetry', 'production-event', 'quality-measurement', 'equipment-status', 'alarm-rule', 'alert', 'dead-letter'] as const
export type SchemaName = (typeof schemaNames)[number]

const topicOf: Record<SchemaName, TopicKind> = {
  'sensor-telemetry': 'readings',
  'production-event': 'events',
  'quality-measurement': 'events',
  'equipment-status': 'events',
  'alarm-rule': 'rules',
  alert: 'alerts',
  'dead-letter': 'dead-letters',
}

export const topicOfSchema = (name: SchemaName): TopicKind => topicOf[name]

/** By topic and record: a topic may hold several types. */
export const subjectOf = (prefix: string, name: SchemaName): string => `${prefix}${topicOf[name]}-${name}`

const folder = path.join(process.cwd(), 'platform/schemas')

export const schemaText = (name: SchemaName): string => readFileSync(path.join(folder, `${name}.avsc`), 'utf8')

import type { CapacityNumber } from '@/lib/tools/capacity/number'
import { usualRetention } from '@/lib/telemetry/retention'

/** Whose plants and how much they send. TB are 10^12 bytes, a month 730 hours. */
export const plants = {
  customers: { label: 'Customers', unit: '', start: 3, least: 1, most: 10_000, whole: true, kind: 'yours' },
  facilities: { label: 'Facilities of each customer', unit: '', start: 15, least: 1, most: 10_000, whole: true, kind: 'yours' },
  tbPerMonth: { label: 'Sent by a facility', unit: 'TB a month', start: 10, least: 0.001, most: 10_000, kind: 'yours' },
  bytesPerReading: { label: 'A reading as it is sent', unit: 'bytes', start: 200, least: 1, most: 1e6, kind: 'yours' },
  readingsHz: { label: 'Readings of a signal', unit: 'a second', start: 10, least: 0.0001, most: 1e6, kind: 'yours' },
  budget: { label: 'Budget', unit: '$ a month', start: 50_000, least: 0, most: 1e9, kind: 'yours' },
} as const satisfies Record<string, CapacityNumber>

/** How it is kept, read and spread. */
export const keeping = {
  consumers: { label: 'Readers of the stream', unit: '', start: 3, least: 1, most: 100, whole: true, kind: 'yours', source: 'Rules and history are two; one of the customer’s own' },
  retentionMonths: { label: 'Readings are kept', unit: 'months', start: 13, least: 1, most: 600, kind: 'yours' },
  zones: { label: 'Zones', unit: '', start: 3, least: 1, most: 6, whole: true, kind: 'yours' },
  replicas: { label: 'Replicas of the stream', unit: '', start: 3, least: 1, most: 6, whole: true, kind: 'yours' },
  databaseCopies: { label: 'Copies of PostgreSQL', unit: '', start: 2, least: 1, most: 5, whole: true, kind: 'yours', source: 'One that works, one in another zone' },
  streamDays: { label: 'The stream is kept', unit: 'days', start: 7, least: 1, most: 365, kind: 'yours', source: 'As the topics are made' },
  streamHotHours: { label: 'Of it on disks, when tiered', unit: 'h', start: 12, least: 1, most: 8760, kind: 'yours', source: 'Readers that were away longer read from the object store' },
  readingsDays: { label: 'Raw in PostgreSQL, when rolled up', unit: 'days', start: usualRetention.readingsDays, least: 31, most: 3700, kind: 'yours', source: 'KEEP_READINGS_DAYS' },
  lakeDays: { label: 'Lake before the archive, when tiered', unit: 'days', start: 90, least: 0, most: 3700, kind: 'yours' },
} as const satisfies Record<string, CapacityNumber>

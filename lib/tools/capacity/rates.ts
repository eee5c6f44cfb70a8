import type { CapacityNumber } from '@/lib/tools/capacity/number'

const measuredOn = 'docs/performance.md; two cores, AMD EPYC, virtual'

/** What a core, a slot, a broker and a byte can be planned with. */
export const rates = {
  gatewayPerCore: {
    label: 'Gateway, readings a core', unit: 'readings/s', start: 192_700, least: 1, most: 1e9, kind: 'measured', date: '2026-11-26',
    source: `Lowest of six repetitions, signed, rules on, durable before 202, at 0.7 to 0.9 of a core (${measuredOn})`,
  },
  historyPerCore: {
    label: 'History, readings a core', unit: 'readings/s', start: 74_500, least: 1, most: 1e9, kind: 'measured', date: '2026-11-26',
    source: `Half of 149,000, the least of 149,000 to 297,000 that historian and PostgreSQL stored on both cores (${measuredOn})`,
  },
  rulesPerSlot: {
    label: 'Flink, readings a slot', unit: 'readings/s', start: 61_500, least: 1, most: 1e9, kind: 'measured', date: '2026-11-28',
    source: `One run, its start counted: 86,109 a second at 1.40 cores, by core; a slot is planned with a core. Of the bench’s rules ten of eleven are limits (${measuredOn}, at four tenths of their usual speed)`,
  },
  brokerMb: {
    label: 'Kafka, written a broker', unit: 'MB/s', start: 30, least: 0.1, most: 1e5, kind: 'assumed',
    source: 'Not measured. With three replicas a disk then writes 30 MB/s of its own and 60 of others: within the 125 that a volume includes',
  },
  peakRatio: { label: 'Peak over mean', unit: '×', start: 1.5, least: 1, most: 100, kind: 'assumed', source: 'Catching up after an outage, and shifts that start together' },
  loadShare: { label: 'A core is loaded up to', unit: 'share', start: 0.65, least: 0.05, most: 1, kind: 'assumed', source: 'Below two thirds, so that two of three zones still carry the peak' },
  wireRatio: {
    label: 'Compression makes it smaller', unit: '×', start: 5, least: 1, most: 1000, kind: 'assumed',
    source: 'Far less than the bench’s calm signals give: Avro and zstd make 5.3 bytes of a reading, of its 200 a thirty-eighth. Real sensors are noisier',
  },
  edgeShare: {
    label: 'The edge leaves out', unit: 'share', start: 0.5, least: 0, most: 0.99, kind: 'assumed',
    source: 'Report by exception: values within a deadband are not sent. What is left out is kept nowhere, so it is a decision about each signal',
  },
  hotBytes: { label: 'Reading in PostgreSQL', unit: 'bytes', start: 12, least: 0.1, most: 1e4, kind: 'assumed', source: 'A time of 4 bytes and a value of 8 in reading_chunk, before PostgreSQL compresses them' },
  rollupBytes: { label: 'Row of a roll-up', unit: 'bytes', start: 150, least: 1, most: 1e5, kind: 'assumed', source: 'Not measured. Signal, time, count, sum, least, greatest, with the row’s head and its index' },
  lakeBytes: { label: 'Reading in the lake', unit: 'bytes', start: 20, least: 0.1, most: 1e4, kind: 'assumed', source: 'Not measured. A tenth of 200: what sealing promises at least (npm run bench lake)' },
  logRatio: { label: 'PostgreSQL’s log over its rows', unit: '×', start: 2, least: 1, most: 100, kind: 'assumed', source: 'Not measured. What the standby is sent for a byte of rows: rows, indexes, pages written whole' },
  archiveReadShare: { label: 'Of the archive, read in a month', unit: 'share', start: 0.02, least: 0, most: 1, kind: 'assumed', source: 'Audits and a training set now and then' },
  diskFill: { label: 'A disk is filled up to', unit: 'share', start: 0.7, least: 0.05, most: 1, kind: 'assumed', source: 'Room for growth, compaction and an outage of a reader' },
} as const satisfies Record<string, CapacityNumber>

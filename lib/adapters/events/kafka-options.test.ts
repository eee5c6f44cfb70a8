import { describe, expect, it } from 'vitest'
import { rulesStatements } from '@/lib/adapters/detector/flink'
import { javaClientProperties } from '@/lib/adapters/events/kafka-options'

const job = { flinkUrl: '', sqlGatewayUrl: '', brokers: 'b:9092', registryUrl: 'http://r', prefix: 'p.', jar: '/rules.jar', parallelism: 1 }

describe('access to the brokers, as Flink is told', () => {
  it('is nothing where they want nothing', () => {
    expect(rulesStatements(job, {}).join()).not.toContain('security.protocol')
    expect(javaClientProperties({ rack: 'zone-a' })).toEqual({})
  })

  it('is in each of its three tables, quotes doubled', () => {
    const access = { tls: { caFile: '/ca.pem' }, sasl: { mechanism: 'SCRAM-SHA-512' as const, username: 'flink', password: `it's "so"` } }
    const tables = rulesStatements({ ...job, access }, {}).filter((each) => each.startsWith('CREATE TEMPORARY TABLE'))
    expect(tables).toHaveLength(3)
    for (const table of tables) {
      expect(table).toContain(`'properties.security.protocol' = 'SASL_SSL',`)
      expect(table).toContain(`'properties.ssl.truststore.location' = '/ca.pem',`)
      expect(table).toContain(`ScramLoginModule required username="flink" password="it''s \\"so\\"";',`)
    }
  })
})

import { z } from 'zod'
import { apiOperation } from '@/lib/api/api-operation'
import { moment } from '@/lib/api/moment'

const facets = z.record(z.string(), z.record(z.string(), z.unknown()))
const dataset = z.object({ namespace: z.string(), name: z.string(), facets, outputFacets: facets.optional() })

export const plantLineage = apiOperation({
  operationId: 'readLineage',
  method: 'get',
  path: '/api/v1/lineage',
  summary: 'Lineage as OpenLineage events',
  description: 'How every table is made, from webhook to chart: a JobEvent for each step, and a RunEvent for each of the newest sealed files (OpenLineage 2-0-2). Send them to any catalogue that reads OpenLineage.',
  access: 'plant.view',
  input: z.object({}),
  output: z.array(
    z.object({
      eventTime: moment,
      producer: z.string(),
      schemaURL: z.string(),
      eventType: z.literal('COMPLETE').optional(),
      run: z.object({ runId: z.uuid(), facets }).optional(),
      job: z.object({ namespace: z.string(), name: z.string(), facets }),
      inputs: z.array(dataset),
      outputs: z.array(dataset),
    }),
  ),
  refusals: [],
  example: {
    output: [
      {
        eventTime: '2026-03-12T08:56:10.000Z', producer: 'http://localhost:3000', schemaURL: 'https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/JobEvent',
        job: { namespace: 'millrace://northfield', name: 'seal-lakes', facets: {} }, inputs: [{ namespace: 'millrace://northfield', name: 'store.readings', facets: {} }], outputs: [{ namespace: 'millrace://northfield', name: 'bronze.equipment.readings', facets: {} }],
      },
    ],
  },
})

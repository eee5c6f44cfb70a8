import { z } from 'zod'
import { recordRoom } from '@/lib/demo/record-room'
import { route } from '@/lib/http/route'
import { system } from '@/lib/system'

const spec = {
  method: 'post' as const,
  path: '/api/room',
  summary: 'A room of the plant was opened',
  description: 'Each room of a demo plant once; other plants are not watched.',
  access: 'plant.view' as const,
  maxBodyBytes: 1024,
  input: z.object({ room: z.string().regex(/^[a-z-]{1,40}$/) }),
  output: z.object({}),
}

export const POST = route(spec, async ({ input, person }) => {
  await recordRoom(system(), person!, input.room)
  return {}
})
